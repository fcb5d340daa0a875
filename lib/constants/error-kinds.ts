// Which class each error is: what neither its SQLSTATE nor the place of its number would tell. This
// is the one place to change when a server gives new errors; docs/errors.md lists it by a test.
//
// Classes are MySQLdb's (_exceptions of its _mysql.c), so that programs that come from there keep
// their `except` clauses. What differs has its reason beside it. All else stays, even where PEP 249
// reads otherwise: an unknown column (1054) or a table that exists (1050) is an OperationalError.

import { CR } from './client-errors';
import type { Flavor } from './flavor';
import { ER, MARIADB_ER, MYSQL_ER } from './server-errors';

/** The classes of PEP 249 that an error of the server or the client library may have. */
export type ErrorKind =
  | 'InterfaceError'
  | 'DataError'
  | 'OperationalError'
  | 'IntegrityError'
  | 'InternalError'
  | 'ProgrammingError'
  | 'NotSupportedError';

/** Errors of one class, and what they have in common. */
export interface KindGroup {
  readonly kind: ErrorKind;
  readonly what: string;
  readonly errnos: readonly number[];
}

/** What both servers and both client libraries mean alike. */
const SHARED: readonly KindGroup[] = [
  {
    kind: 'ProgrammingError',
    what: 'as in MySQLdb',
    errnos: [
      ...[CR.COMMANDS_OUT_OF_SYNC, ER.DB_CREATE_EXISTS, ER.PARSE_ERROR, ER.SYNTAX_ERROR],
      ...[ER.WRONG_DB_NAME, ER.WRONG_TABLE_NAME, ER.NO_SUCH_TABLE, ER.FIELD_SPECIFIED_TWICE],
      ...[ER.INVALID_GROUP_FUNC_USE, ER.UNSUPPORTED_EXTENSION, ER.TABLE_MUST_HAVE_COLUMNS],
      ER.CANT_DO_THIS_DURING_AN_TRANSACTION,
    ],
  },
  {
    kind: 'ProgrammingError',
    what: 'statements of the binary protocol, which MySQLdb lacks, used in a wrong way',
    errnos: [
      ...[CR.NO_PREPARE_STMT, CR.PARAMS_NOT_BOUND, CR.NO_PARAMETERS_EXISTS],
      ...[CR.INVALID_PARAMETER_NO, CR.INVALID_BUFFER_USE, CR.UNSUPPORTED_PARAM_TYPE],
      ...[CR.STMT_CLOSED, CR.BULK_WITHOUT_PARAMETERS, CR.INVALID_STMT, CR.INVALID_PARAMETER],
      ...[CR.STMT_NO_RESULT, ER.UNKNOWN_STMT_HANDLER, ER.WRONG_ARGUMENTS, ER.PS_MANY_PARAM],
    ],
  },
  {
    kind: 'DataError',
    what: 'as in MySQLdb',
    errnos: [
      ...[ER.PRIMARY_CANT_HAVE_NULL, ER.NO_DEFAULT, ER.WARN_NULL_TO_NOTNULL],
      ...[ER.WARN_DATA_OUT_OF_RANGE, ER.WARN_DATA_TRUNCATED, ER.DATA_TOO_LONG],
      ER.DATETIME_FUNCTION_OVERFLOW,
    ],
  },
  {
    kind: 'DataError',
    what: 'values that are wrong, cut, out of range or divided by zero, as PEP 249 has it (PyMySQL#851)',
    errnos: [
      ...[ER.TRUNCATED_WRONG_VALUE, ER.TRUNCATED_WRONG_VALUE_FOR_FIELD, ER.WRONG_VALUE],
      ...[ER.ILLEGAL_VALUE_FOR_TYPE, ER.WRONG_VALUE_FOR_TYPE, ER.INVALID_CHARACTER_STRING],
      ...[ER.DATA_OUT_OF_RANGE, ER.DIVISION_BY_ZERO, ER.CUT_VALUE_GROUP_CONCAT],
      ...[ER.WARN_TOO_FEW_RECORDS, ER.WARN_TOO_MANY_RECORDS, ER.CANT_CREATE_GEOMETRY_OBJECT],
      ...[ER.INVALID_ARGUMENT_FOR_LOGARITHM, ER.GIS_DIFFERENT_SRIDS, ER.GIS_INVALID_DATA],
      CR.DATA_TRUNCATED,
    ],
  },
  {
    kind: 'DataError',
    what: 'a regular expression is a value (2201B in the SQL standard)',
    errnos: [ER.REGEXP_ERROR],
  },
  {
    kind: 'IntegrityError',
    what: 'as in MySQLdb',
    errnos: [
      ...[ER.BAD_NULL_ERROR, ER.NO_DEFAULT_FOR_FIELD, ER.DUP_ENTRY, ER.DUP_UNIQUE],
      ...[ER.CANNOT_ADD_FOREIGN, ER.NO_REFERENCED_ROW, ER.NO_REFERENCED_ROW_2],
      ...[ER.ROW_IS_REFERENCED, ER.ROW_IS_REFERENCED_2],
    ],
  },
  {
    kind: 'IntegrityError',
    what: 'the same, in views, in ALTER TABLE and in partitions',
    errnos: [
      ...[ER.NO_DEFAULT_FOR_VIEW_FIELD, ER.VIEW_CHECK_FAILED, ER.DUP_ENTRY_AUTOINCREMENT_CASE],
      ...[ER.NO_PARTITION_FOR_GIVEN_VALUE, ER.ROW_DOES_NOT_MATCH_PARTITION],
      ER.ROW_DOES_NOT_MATCH_GIVEN_PARTITION_SET,
    ],
  },
  {
    kind: 'IntegrityError',
    what: 'a foreign key that cannot be made, or stands in the way: newer servers no longer say 1215 and 1217',
    errnos: [
      ...[ER.FK_NO_INDEX_CHILD, ER.FK_NO_INDEX_PARENT, ER.FK_CANNOT_OPEN_PARENT],
      ...[ER.FK_COLUMN_CANNOT_DROP, ER.FK_COLUMN_CANNOT_DROP_CHILD, ER.FK_COLUMN_NOT_NULL],
      ...[ER.FK_COLUMN_CANNOT_CHANGE, ER.FK_COLUMN_CANNOT_CHANGE_CHILD, ER.DROP_INDEX_FK],
      ER.TRUNCATE_ILLEGAL_FK,
    ],
  },
  {
    kind: 'NotSupportedError',
    what: 'as in MySQLdb',
    errnos: [
      ...[ER.WARNING_NOT_COMPLETE_ROLLBACK, ER.NOT_SUPPORTED_YET, ER.FEATURE_DISABLED],
      ER.UNKNOWN_STORAGE_ENGINE,
    ],
  },
  {
    kind: 'NotSupportedError',
    what: 'what the storage engine, the protocol or the client library cannot do',
    errnos: [
      ...[ER.ILLEGAL_HA, ER.CHECK_NOT_IMPLEMENTED, ER.TABLE_CANT_HANDLE_BLOB],
      ...[ER.TABLE_CANT_HANDLE_AUTO_INCREMENT, ER.TABLE_CANT_HANDLE_FT],
      ...[ER.TABLE_CANT_HANDLE_SPKEYS, ER.UNSUPPORTED_PS, ER.FOREIGN_KEY_ON_PARTITIONED],
      ...[ER.FULLTEXT_NOT_SUPPORTED_WITH_PARTITIONING, ER.EXPLAIN_NOT_SUPPORTED],
      ...[CR.NOT_IMPLEMENTED, CR.ASYNC_NOT_SUPPORTED, CR.FUNCTION_NOT_SUPPORTED],
      CR.DEPRECATED_COMPRESSION_NOT_SUPPORTED,
    ],
  },
  {
    kind: 'InternalError',
    what: 'the server says so itself',
    errnos: [ER.INTERNAL_ERROR],
  },
  {
    kind: 'OperationalError',
    what: 'an ambiguous column: the servers give it the SQLSTATE of a broken constraint, 23000',
    errnos: [ER.NON_UNIQ_ERROR],
  },
];

const OF_MARIADB: readonly KindGroup[] = [
  {
    kind: 'ProgrammingError',
    what: 'no such type, view or sequence: 1064 and 1146 by other numbers',
    errnos: [ER.UNKNOWN_DATA_TYPE, ER.UNKNOWN_VIEW, ER.UNKNOWN_SEQUENCES],
  },
  {
    kind: 'DataError',
    what: 'values that cannot be cast, or are at their end',
    errnos: [
      ...[ER.DATA_OVERFLOW, ER.DATA_TRUNCATED, ER.BAD_DATA, ER.CANNOT_CONVERT_CHARACTER],
      ...[ER.BAD_BASE64_DATA, ER.DYN_COL_WRONG_FORMAT, ER.DYN_COL_DATA, ER.DYN_COL_WRONG_CHARSET],
      ...[ER.INVALID_NTILE_ARGUMENT, ER.ARGUMENT_OUT_OF_RANGE, ER.SEQUENCE_RUN_OUT],
      ...[ER.VECTOR_BINARY_FORMAT_INVALID, ER.VECTOR_FORMAT_INVALID],
    ],
  },
  {
    kind: 'DataError',
    what: 'JSON texts and paths, GeoJSON',
    errnos: [
      ...[ER.JSON_BAD_CHR, ER.JSON_NOT_JSON_CHR, ER.JSON_EOS, ER.JSON_SYNTAX, ER.JSON_ESCAPING],
      ...[ER.JSON_DEPTH, ER.JSON_PATH_EOS, ER.JSON_PATH_SYNTAX, ER.JSON_PATH_DEPTH],
      ...[ER.JSON_PATH_NO_WILDCARD, ER.JSON_PATH_ARRAY, ER.JSON_PATH_EMPTY, ER.JSON_ONE_OR_ALL],
      ...[ER.JSON_TABLE_ERROR_ON_FIELD, ER.JSON_TABLE_SCALAR_EXPECTED],
      ...[ER.JSON_TABLE_MULTIPLE_MATCHES, ER.JSON_INVALID_VALUE_FOR_KEYWORD],
      ...[ER.GEOJSON_INCORRECT, ER.GEOJSON_TOO_FEW_POINTS, ER.GEOJSON_NOT_CLOSED],
      ER.GEOJSON_EMPTY_COORDINATES,
    ],
  },
  {
    kind: 'IntegrityError',
    what: 'CHECK (mysqlclient#535, #263)',
    errnos: [ER.CONSTRAINT_FAILED],
  },
  {
    kind: 'NotSupportedError',
    what: 'what this server, engine or table cannot do',
    errnos: [
      ...[
        MARIADB_ER.UNSUPPORTED_ACTION_ON_GENERATED_COLUMN,
        ER.UNSUPPORTED_ENGINE_FOR_GENERATED_COLUMNS,
      ],
      ...[ER.SUBQUERIES_NOT_SUPPORTED, ER.SET_STATEMENT_NOT_SUPPORTED],
      ...[ER.FRAME_EXCLUSION_NOT_SUPPORTED, ER.UNSUPPORTED_COMPRESSED_TABLE],
      ...[ER.FLASHBACK_NOT_SUPPORTED, ER.ISOLATION_MODE_NOT_SUPPORTED, ER.UNSUPPORTED_COLLATION],
      ...[ER.RDB_TTL_UNSUPPORTED, ER.VERS_ENGINE_UNSUPPORTED, ER.VERS_DB_NOT_SUPPORTED],
      ...[ER.VERS_NOT_SUPPORTED, ER.KEY_DOESNT_SUPPORT, ER.GALERA_REPLICATION_NOT_SUPPORTED],
      ...[ER.STORAGE_ENGINE_DISABLED, ER.PROVIDER_NOT_LOADED, ER.JSON_SCHEMA_KEYWORD_UNSUPPORTED],
    ],
  },
];

const OF_MYSQL: readonly KindGroup[] = [
  {
    kind: 'ProgrammingError',
    what: '1113 by another number',
    errnos: [ER.TABLE_MUST_HAVE_A_VISIBLE_COLUMN],
  },
  {
    kind: 'DataError',
    what: 'values that cannot be cast or do not fit',
    errnos: [
      ...[ER.CANNOT_CONVERT_STRING, ER.IMPOSSIBLE_STRING_CONVERSION, ER.INVALID_CAST],
      ...[ER.VALUE_OUT_OF_RANGE, ER.BAD_TIMESTAMP_FORMAT, ER.TEMPORAL_FUNCTION_OVERFLOW],
      ...[ER.INVALID_TIME_ZONE_INTERVAL, ER.INCORRECT_TYPE, ER.INVALID_BITWISE_OPERANDS_SIZE],
      ...[ER.INVALID_BITWISE_AGGREGATE_OPERANDS_SIZE, ER.WARN_DATA_TRUNCATED_FUNCTIONAL_INDEX],
      ...[ER.WARN_DATA_OUT_OF_RANGE_FUNCTIONAL_INDEX, ER.FUNCTIONAL_INDEX_DATA_IS_TOO_LONG],
      ...[ER.EXCEEDED_MV_KEYS_NUM, ER.EXCEEDED_MV_KEYS_SPACE, ER.WRONG_MVI_VALUE],
      ...[ER.LOAD_BULK_DATA_WRONG_VALUE_FOR_FIELD, ER.LOAD_BULK_DATA_WARN_NULL_TO_NOTNULL],
      ...[ER.DATA_INCOMPATIBLE_WITH_VECTOR, ER.EXCEEDS_VECTOR_MAX_DIMENSIONS],
      ER.TO_VECTOR_CONVERSION,
    ],
  },
  {
    kind: 'DataError',
    what: 'JSON texts, paths and casts, GeoJSON',
    errnos: [
      ...[ER.INVALID_JSON_DATA, ER.INVALID_GEOJSON_MISSING_MEMBER, ER.INVALID_GEOJSON_WRONG_TYPE],
      ...[ER.INVALID_GEOJSON_UNSPECIFIED, ER.INVALID_GEOJSON_CRS_NOT_TOP_LEVEL],
      ...[ER.INVALID_JSON_TEXT, ER.INVALID_JSON_TEXT_IN_PARAM, ER.INVALID_JSON_BINARY_DATA],
      ...[ER.INVALID_JSON_PATH, ER.INVALID_JSON_CHARSET, ER.INVALID_JSON_CHARSET_IN_FUNCTION],
      ...[ER.INVALID_TYPE_FOR_JSON, ER.INVALID_CAST_TO_JSON, ER.INVALID_JSON_PATH_CHARSET],
      ...[ER.INVALID_JSON_PATH_WILDCARD, ER.JSON_VALUE_TOO_BIG, ER.JSON_KEY_TOO_BIG],
      ...[ER.JSON_VACUOUS_PATH, ER.JSON_BAD_ONE_OR_ALL_ARG, ER.NUMERIC_JSON_VALUE_OUT_OF_RANGE],
      ...[ER.INVALID_JSON_VALUE_FOR_CAST, ER.JSON_DOCUMENT_TOO_DEEP, ER.JSON_DOCUMENT_NULL_KEY],
      ...[ER.INVALID_JSON_PATH_ARRAY_CELL, ER.MISSING_JSON_TABLE_VALUE, ER.WRONG_JSON_TABLE_VALUE],
      ...[ER.JT_VALUE_OUT_OF_RANGE, ER.INVALID_JSON_TYPE, ER.INVALID_JSON_VALUE_FOR_FUNC_INDEX],
      ...[
        ER.JSON_VALUE_OUT_OF_RANGE_FOR_FUNC_INDEX,
        ER.MISSING_JSON_VALUE,
        ER.MULTIPLE_JSON_VALUES,
      ],
    ],
  },
  {
    kind: 'DataError',
    what: 'geometries and their reference systems',
    errnos: [
      ...[
        ER.GIS_DIFFERENT_SRIDS_AGGREGATION,
        ER.UNEXPECTED_GEOMETRY_TYPE,
        ER.WRONG_SRID_FOR_COLUMN,
      ],
      ...[ER.SRS_NOT_FOUND, ER.LONGITUDE_OUT_OF_RANGE, ER.LATITUDE_OUT_OF_RANGE],
      ...[ER.GEOMETRY_PARAM_LONGITUDE_OUT_OF_RANGE, ER.GEOMETRY_PARAM_LATITUDE_OUT_OF_RANGE],
      ...[ER.NONPOSITIVE_RADIUS, ER.POLYGON_TOO_LARGE, ER.UNIT_NOT_FOUND],
      ...[ER.GEOMETRY_IN_UNKNOWN_LENGTH_UNIT, ER.INVALID_CAST_TO_GEOMETRY],
      ER.INVALID_CAST_POLYGON_RING_DIRECTION,
    ],
  },
  {
    kind: 'DataError',
    what: 'a regular expression is a value, as 1139 is',
    errnos: [
      ...[ER.REGEXP_ILLEGAL_ARGUMENT, ER.REGEXP_INDEX_OUTOFBOUNDS_ERROR, ER.REGEXP_RULE_SYNTAX],
      ...[ER.REGEXP_BAD_ESCAPE_SEQUENCE, ER.REGEXP_MISMATCHED_PAREN, ER.REGEXP_BAD_INTERVAL],
      ...[ER.REGEXP_MAX_LT_MIN, ER.REGEXP_INVALID_BACK_REF, ER.REGEXP_LOOK_BEHIND_LIMIT],
      ...[ER.REGEXP_MISSING_CLOSE_BRACKET, ER.REGEXP_INVALID_RANGE, ER.REGEX_NUMBER_TOO_BIG],
      ...[ER.REGEXP_INVALID_CAPTURE_GROUP_NAME, ER.REGEXP_INVALID_FLAG],
    ],
  },
  {
    kind: 'DataError',
    what: 'values in the files of HeatWave Lakehouse',
    errnos: [
      ...[ER.LH_COL_NOT_NULLABLE, ER.LH_COL_IS_EMPTY, ER.LH_BAD_VALUE, ER.LH_EXCEEDS_MIN],
      ...[ER.LH_EXCEEDS_MAX, ER.LH_DECIMAL_PRECISION_EXCEEDS_SCHEMA, ER.LH_REAL_IS_NAN],
      ...[ER.LH_OUT_OF_RANGE, ER.LH_DATETIME_FORMAT, ER.LH_CANNOT_CONVERT_STRING],
      ...[ER.LH_STRING_TOO_LONG, ER.LH_INVALID_VALUE_IN_VECTOR],
    ],
  },
  {
    kind: 'IntegrityError',
    what: 'CHECK (mysqlclient#535, #263), and NOT NULL under IGNORE',
    errnos: [ER.CHECK_CONSTRAINT_VIOLATED, ER.BAD_NULL_ERROR_NOT_IGNORED],
  },
  {
    kind: 'IntegrityError',
    what: '1215 and 1217 by finer numbers',
    errnos: [
      ...[ER.FK_CANNOT_DROP_PARENT, ER.FK_NO_COLUMN_PARENT, ER.FK_INCOMPATIBLE_COLUMNS],
      ...[ER.FK_NO_UNIQUE_INDEX_PARENT, ER.FK_CANNOT_USE_VIRTUAL_COLUMN],
    ],
  },
  {
    kind: 'NotSupportedError',
    what: 'functions that are not there for this kind of reference system, though their SQLSTATE is 22S00',
    errnos: [
      ...[ER.NOT_IMPLEMENTED_FOR_GEOGRAPHIC_SRS, ER.NOT_IMPLEMENTED_FOR_CARTESIAN_SRS],
      ...[ER.NOT_IMPLEMENTED_FOR_PROJECTED_SRS, ER.ONLY_IMPLEMENTED_FOR_SRID_0_AND_4326],
      ...[ER.TRANSFORM_SOURCE_SRS_NOT_SUPPORTED, ER.TRANSFORM_TARGET_SRS_NOT_SUPPORTED],
    ],
  },
  {
    kind: 'NotSupportedError',
    what: 'what this server, edition or engine cannot do',
    errnos: [
      ...[
        ER.UNSUPPORTED_ALTER_INPLACE_ON_VIRTUAL_COLUMN,
        MYSQL_ER.UNSUPPORTED_ACTION_ON_GENERATED_COLUMN,
      ],
      ...[ER.UNSUPPORTED_ALTER_ONLINE_ON_VIRTUAL_COLUMN, ER.UNSUPPORTED_ALTER_ENCRYPTION_INPLACE],
      ...[ER.UNSUPPORTED_ACTION_ON_DEFAULT_VAL_GENERATED, ER.FEATURE_NOT_AVAILABLE],
      ...[ER.FEATURE_DISABLED_SEE_DOC, ER.FEATURE_UNSUPPORTED, ER.DISABLED_STORAGE_ENGINE],
      ...[ER.PLUGGABLE_PROTOCOL_COMMAND_NOT_SUPPORTED, ER.CLIENT_DOES_NOT_SUPPORT],
      ...[ER.MASTER_KEY_ROTATION_NOT_SUPPORTED_BY_SE, ER.UNSUPPORT_COMPRESSED_TEMPORARY_TABLE],
      ...[ER.REGEXP_UNIMPLEMENTED, ER.ALTER_CONSTRAINT_ENFORCEMENT_NOT_SUPPORTED],
      ...[ER.ENGINE_ATTRIBUTE_NOT_SUPPORTED, ER.HYPERGRAPH_NOT_SUPPORTED_YET],
      ...[ER.SUPPORTED_ONLY_WITH_HYPERGRAPH, ER.EXPLAIN_INTO_FORMAT_NOT_SUPPORTED],
      ...[ER.EXPLAIN_INTO_IMPLICIT_FORMAT_NOT_SUPPORTED],
      ...[ER.EXPLAIN_INTO_FOR_CONNECTION_NOT_SUPPORTED, ER.LANGUAGE_COMPONENT_NOT_AVAILABLE],
      ...[ER.LANGUAGE_COMPONENT_UNSUPPORTED_LANGUAGE, ER.LANGUAGE_COMPONENT_UNSUPPORTED_TYPE],
      ...[ER.LIBRARIES_NOT_SUPPORTED, ER.PARTITION_PREFIX_KEY_NOT_SUPPORTED],
      ...[ER.JDV_OPERATION_NOT_SUPPORTED, ER.ETAG_NOT_SUPPORTED],
      ...[ER.EXTERNAL_FORMAT_NOT_SUPPORTED, ER.EXTERNAL_TABLE_ENGINE_NOT_SUPPORTED],
    ],
  },
];

/** Where the flavour has an entry, it wins over what both have. */
export const KIND_GROUPS: Readonly<Record<'shared' | Flavor, readonly KindGroup[]>> = {
  shared: SHARED,
  mariadb: OF_MARIADB,
  mysql: OF_MYSQL,
};
