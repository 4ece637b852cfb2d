/** Stylesheets are imported for their effect: the build puts them into one. */
declare module '*.css';
