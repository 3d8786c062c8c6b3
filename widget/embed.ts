const load = () => import(/* @vite-ignore */ new URL("x.js", location.href).href);
load();
