// What can be reached from where dependencies are fetched; HOST_PORT is a port on which the host listens.
import dns from "node:dns/promises";
import net from "node:net";
import os from "node:os";

const opens = (host, port) =>
  new Promise((done) => {
    const socket = net.connect({ host, port, timeout: 2000 });
    for (const [event, is] of Object.entries({ connect: true, error: false, timeout: false })) {
      socket.on(event, () => {
        socket.destroy();
        done(is);
      });
    }
  });

const through = (target) =>
  new Promise((done) => {
    const ask = () => socket.write(`CONNECT ${target} HTTP/1.1\r\n\r\n`);
    const socket = net.connect({ host: "registry", port: 3128 }, ask);
    socket.setTimeout(5000, () => done("silence"));
    socket.on("data", (data) => {
      socket.destroy();
      done(String(data).split(" ")[1]);
    });
    for (const event of ["error", "close"]) socket.on(event, () => done(event));
  });

const own = Object.values(os.networkInterfaces()).flat().find((one) => !one.internal && one.family === "IPv4");
const gateway = own.address.replace(/[0-9]+$/, "1");
const hosts = [["169.254.169.254", 80], ["1.1.1.1", 443], ["172.17.0.1", HOST_PORT], [gateway, HOST_PORT]];
const targets = ["example.com:443", "registry.npmjs.org:80", "169.254.169.254:443", "localhost:443"];
const seen = {
  direct: await Promise.all(hosts.map(([host, port]) => opens(host, port))),
  name: await dns.lookup("example.com").then(() => true, () => false),
  proxied: await Promise.all(targets.map(through)),
  registry: await through("registry.npmjs.org:443"),
  environment: process.env,
};
console.log(`SEEN ${JSON.stringify(seen)}`);
