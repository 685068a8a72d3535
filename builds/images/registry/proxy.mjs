// A proxy that connects to port 443 of the hosts that it was started with, and refuses everything else.
//   node proxy.mjs registry.npmjs.org registry.yarnpkg.com
import { createServer } from "node:http";
import { connect } from "node:net";

const PORT = 3128;
const hosts = new Set(process.argv.slice(2));

const server = createServer((request, response) => {
  response.writeHead(403, { "Content-Type": "text/plain" });
  response.end("Builds fetch their dependencies over HTTPS, from the registries alone.\n");
});

server.on("connect", (request, client, head) => {
  const [host, port] = request.url.split(":");
  client.on("error", () => client.destroy());
  if (!hosts.has(host) || port !== "443") {
    console.log(`refused ${request.url.slice(0, 200)}`);
    client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    return;
  }
  const there = connect(443, host, () => {
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    there.write(head);
    there.pipe(client);
    client.pipe(there);
  });
  there.on("error", (error) => {
    console.log(`${request.url}: ${error.code}`);
    client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  client.on("close", () => there.destroy());
});

server.on("clientError", (error, socket) => socket.destroy());
server.listen(PORT, () => console.log("ready"));
