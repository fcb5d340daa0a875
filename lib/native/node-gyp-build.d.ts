declare module 'node-gyp-build' {
  /** Loads the addon of the package in a folder. */
  function load(folder: string): unknown;
  export = load;
}
