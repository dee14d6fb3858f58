// JCAMP-DX files. The last releases under the MIT licence are of version 10;
// later ones are not free for commercial use.
export * from "npm:jcampconverter@10.0.2";
