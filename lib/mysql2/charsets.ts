/**
 * Collations by their ids, which are the same on MySQL and MariaDB up to 247:
 * https://dev.mysql.com/doc/refman/9.0/en/information-schema-collations-table.html
 */

/** By character set, the collations as `name:id`, without the character set's name before. */
const COLLATIONS: Readonly<Record<string, string>> = {
  armscii8: 'general_ci:32 bin:64',
  ascii: 'general_ci:11 bin:65',
  big5: 'chinese_ci:1 bin:84',
  binary: ':63',
  cp1250: 'general_ci:26 czech_cs:34 croatian_ci:44 bin:66 polish_ci:99',
  cp1251: 'bulgarian_ci:14 ukrainian_ci:23 bin:50 general_ci:51 general_cs:52',
  cp1256: 'general_ci:57 bin:67',
  cp1257: 'lithuanian_ci:29 bin:58 general_ci:59',
  cp850: 'general_ci:4 bin:80',
  cp852: 'general_ci:40 bin:81',
  cp866: 'general_ci:36 bin:68',
  cp932: 'japanese_ci:95 bin:96',
  dec8: 'swedish_ci:3 bin:69',
  eucjpms: 'japanese_ci:97 bin:98',
  euckr: 'korean_ci:19 bin:85',
  gb2312: 'chinese_ci:24 bin:86',
  gbk: 'chinese_ci:28 bin:87',
  geostd8: 'general_ci:92 bin:93',
  greek: 'general_ci:25 bin:70',
  hebrew: 'general_ci:16 bin:71',
  hp8: 'english_ci:6 bin:72',
  keybcs2: 'general_ci:37 bin:73',
  koi8r: 'general_ci:7 bin:74',
  koi8u: 'general_ci:22 bin:75',
  latin1:
    'german1_ci:5 swedish_ci:8 danish_ci:15 german2_ci:31 bin:47 general_ci:48 ' +
    'general_cs:49 spanish_ci:94',
  latin2: 'czech_cs:2 general_ci:9 hungarian_ci:21 croatian_ci:27 bin:77',
  latin5: 'turkish_ci:30 bin:78',
  latin7: 'estonian_cs:20 general_ci:41 general_cs:42 bin:79',
  macce: 'general_ci:38 bin:43',
  macroman: 'general_ci:39 bin:53',
  sjis: 'japanese_ci:13 bin:88',
  swe7: 'swedish_ci:10 bin:82',
  tis620: 'thai_ci:18 bin:89',
  ucs2:
    'general_ci:35 bin:90 unicode_ci:128 icelandic_ci:129 latvian_ci:130 ' +
    'romanian_ci:131 slovenian_ci:132 polish_ci:133 estonian_ci:134 spanish_ci:135 ' +
    'swedish_ci:136 turkish_ci:137 czech_ci:138 danish_ci:139 lithuanian_ci:140 ' +
    'slovak_ci:141 spanish2_ci:142 roman_ci:143 persian_ci:144 esperanto_ci:145 ' +
    'hungarian_ci:146 sinhala_ci:147 german2_ci:148 croatian_mysql561_ci:149 ' +
    'unicode_520_ci:150 vietnamese_ci:151 general_mysql500_ci:159',
  ujis: 'japanese_ci:12 bin:91',
  utf16:
    'general_ci:54 bin:55 unicode_ci:101 icelandic_ci:102 latvian_ci:103 ' +
    'romanian_ci:104 slovenian_ci:105 polish_ci:106 estonian_ci:107 spanish_ci:108 ' +
    'swedish_ci:109 turkish_ci:110 czech_ci:111 danish_ci:112 lithuanian_ci:113 ' +
    'slovak_ci:114 spanish2_ci:115 roman_ci:116 persian_ci:117 esperanto_ci:118 ' +
    'hungarian_ci:119 sinhala_ci:120 german2_ci:121 croatian_mysql561_ci:122 ' +
    'unicode_520_ci:123 vietnamese_ci:124',
  utf16le: 'general_ci:56 bin:62',
  utf32:
    'general_ci:60 bin:61 unicode_ci:160 icelandic_ci:161 latvian_ci:162 ' +
    'romanian_ci:163 slovenian_ci:164 polish_ci:165 estonian_ci:166 spanish_ci:167 ' +
    'swedish_ci:168 turkish_ci:169 czech_ci:170 danish_ci:171 lithuanian_ci:172 ' +
    'slovak_ci:173 spanish2_ci:174 roman_ci:175 persian_ci:176 esperanto_ci:177 ' +
    'hungarian_ci:178 sinhala_ci:179 german2_ci:180 croatian_mysql561_ci:181 ' +
    'unicode_520_ci:182 vietnamese_ci:183',
  utf8mb3:
    'general_ci:33 bin:83 unicode_ci:192 icelandic_ci:193 latvian_ci:194 ' +
    'romanian_ci:195 slovenian_ci:196 polish_ci:197 estonian_ci:198 spanish_ci:199 ' +
    'swedish_ci:200 turkish_ci:201 czech_ci:202 danish_ci:203 lithuanian_ci:204 ' +
    'slovak_ci:205 spanish2_ci:206 roman_ci:207 persian_ci:208 esperanto_ci:209 ' +
    'hungarian_ci:210 sinhala_ci:211 german2_ci:212 croatian_mysql561_ci:213 ' +
    'unicode_520_ci:214 vietnamese_ci:215 general_mysql500_ci:223',
  utf8mb4:
    'general_ci:45 bin:46 unicode_ci:224 icelandic_ci:225 latvian_ci:226 ' +
    'romanian_ci:227 slovenian_ci:228 polish_ci:229 estonian_ci:230 spanish_ci:231 ' +
    'swedish_ci:232 turkish_ci:233 czech_ci:234 danish_ci:235 lithuanian_ci:236 ' +
    'slovak_ci:237 spanish2_ci:238 roman_ci:239 persian_ci:240 esperanto_ci:241 ' +
    'hungarian_ci:242 sinhala_ci:243 german2_ci:244 croatian_mysql561_ci:245 ' +
    'unicode_520_ci:246 vietnamese_ci:247',
};

/** Of MySQL 8 and later alone; each of them is of utf8mb4. */
const MYSQL_COLLATIONS = '0900_ai_ci:255 0900_as_cs:278 0900_as_ci:305 0900_bin:309';
const FIRST_OF_MYSQL_8 = 255;
const LAST_OF_MYSQL_8 = 323;
/** MariaDB's collations without padding have this added to the id of the one with it. */
const NO_PAD = 1024;

/** What JavaScript calls an encoding, where that is not the character set's name. */
const ENCODINGS: Readonly<Record<string, string>> = {
  utf8mb3: 'utf8',
  utf8mb4: 'utf8',
  ujis: 'eucjp',
  utf16le: 'utf16-le',
  macce: 'macintosh',
};

/** Ids by name. */
export type Charsets = Readonly<Record<string, number>>;

/** Ids by the collation's name in capitals, and of each character set's default by its name. */
export const Charsets: Charsets = charsetIds();

/** The encoding of text by a collation's id. */
export const CharsetToEncoding: string[] = encodings();

function collationsOf(charset: string): [name: string, id: number][] {
  const own = COLLATIONS[charset] ?? '';
  const list = charset === 'utf8mb4' ? `${own} ${MYSQL_COLLATIONS}` : own;
  return list.split(' ').map((entry) => {
    const [name = '', id] = entry.split(':');
    return [name === '' ? charset : `${charset}_${name}`, Number(id)];
  });
}

function charsetIds(): Record<string, number> {
  const ids: Record<string, number> = {};
  for (const charset of Object.keys(COLLATIONS)) {
    for (const [name, id] of collationsOf(charset)) {
      ids[name.toUpperCase()] = id;
      // The servers call utf8mb3 by its old name too.
      if (charset === 'utf8mb3') ids[name.replace('utf8mb3', 'utf8').toUpperCase()] = id;
    }
    ids[charset.toUpperCase()] ??= collationsOf(charset)[0]![1];
  }
  ids['UTF8'] = ids['UTF8MB3']!;
  return ids;
}

function encodings(): string[] {
  const list: string[] = [];
  for (const charset of Object.keys(COLLATIONS)) {
    const encoding = ENCODINGS[charset] ?? charset;
    for (const [, id] of collationsOf(charset)) {
      list[id] = encoding;
      list[NO_PAD + id] = encoding;
    }
  }
  for (let id = FIRST_OF_MYSQL_8; id <= LAST_OF_MYSQL_8; id++) list[id] = 'utf8';
  return list;
}
