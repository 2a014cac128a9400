/** Handlebars without its compiler; its own declaration of this file is empty. */
declare module 'handlebars/runtime.js' {
  import Handlebars = require('handlebars');
  export = Handlebars;
}
