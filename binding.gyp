# The build of users' source installs (`npm install` without a fitting prebuild) and of the prebuilt
# binaries. No -Werror here: a newer compiler's new warning must not break an install.
#
# The client library is linked dynamically. A static libmariadb.a (position independent on Debian)
# would make the prebuilt binary stand alone, but its auth plugins are separate files then.
{
  'targets': [
    {
      'target_name': 'mysqldb',
      'sources': [
        '<!@(node -p "require(\'fs\').readFileSync(\'native/sources.txt\', \'utf8\').replace(/#.*/g, String()).trim()")',
      ],
      'include_dirs': [
        'native',
        '<!(node -p "require(\'node-addon-api\').include_dir")',
        '<!@(node scripts/find-client.mjs include)',
      ],
      'libraries': ['<!@(node scripts/find-client.mjs libs)'],
      'defines': ['NAPI_VERSION=8', 'NAPI_CPP_EXCEPTIONS'],
      'cflags_cc!': ['-fno-exceptions', '-fno-rtti', '-std=gnu++17', '-std=gnu++20'],
      'cflags_cc': ['-std=c++20', '-fexceptions', '-fvisibility=hidden', '-fvisibility-inlines-hidden'],
      'conditions': [
        # Stays mapped when the last worker thread that used it ends: libuv may still call into it.
        ['OS=="linux"', {'ldflags': ['-Wl,-z,nodelete']}],
        ['OS=="mac"', {
          'xcode_settings': {
            'CLANG_CXX_LANGUAGE_STANDARD': 'c++20',
            'CLANG_CXX_LIBRARY': 'libc++',
            'GCC_ENABLE_CPP_EXCEPTIONS': 'YES',
            'GCC_ENABLE_CPP_RTTI': 'YES',
            'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES',
            'MACOSX_DEPLOYMENT_TARGET': '11.0',
          },
        }],
        ['OS=="win"', {
          'defines': ['_HAS_EXCEPTIONS=1', 'NOMINMAX', 'WIN32_LEAN_AND_MEAN'],
          'msvs_settings': {
            'VCCLCompilerTool': {
              'ExceptionHandling': 1,
              'AdditionalOptions': ['/std:c++20', '/utf-8'],
            },
          },
        }],
      ],
    },
  ],
}
