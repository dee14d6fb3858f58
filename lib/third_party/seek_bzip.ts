// bzip2 in JavaScript.
import Bunzip from "npm:seek-bzip@2.0.0";
export { Bunzip };
