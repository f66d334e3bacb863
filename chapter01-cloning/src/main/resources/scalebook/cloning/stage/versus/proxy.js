const http = require('http');
const proxy = require('http-proxy').createProxyServer({agent: new http.Agent({keepAlive: true}), xfwd: true});
const ports = [${ports}];
let next = 0;
http.createServer((q, s) => proxy.web(q, s, {target: 'http://127.0.0.1:' + ports[next++ % ports.length]}))
  .listen(${port}, '127.0.0.1');
