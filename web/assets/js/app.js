// One bundle for every page: htmx with two of its extensions, then the glue of this application.
// Nothing here is needed to read or to change anything: links and forms work without it.
import "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-sse.js";
import "htmx.org/dist/ext/hx-preload.js";
import "./define.js";
import "./form.js";
import "./keys.js";
import "./live.js";
import "./mention.js";
import "./menu.js";
import "./palette.js";
import "./sheet.js";
import "./toast.js";
