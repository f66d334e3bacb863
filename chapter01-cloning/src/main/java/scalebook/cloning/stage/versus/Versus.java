package scalebook.cloning.stage.versus;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Ports;
import scalebook.lab.Lab;

/**
 * Our balancer beside nginx, HAProxy and Node's http-proxy: one thread each, the same three
 * backends (an nginx that answers 200), the same load (wrk, 64 connections), in turns.
 */
public final class Versus implements Callable<Integer> {
  /** A young generation that fits the processor's cache: a shorter tail than with 160 MiB. */
  private static final List<String> LEAN =
      List.of(
          "-Xmx128m",
          "-Xmn24m",
          "-XX:+UseSerialGC",
          "-Dio.netty.allocator.type=pooled",
          "-Dio.netty.leakDetection.level=disabled");

  private static final int ROUNDS = 5;
  private static final int SECONDS = 3;
  private static final int BACKENDS = 3;
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern TAIL = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");

  private final Map<String, List<Double>> rates = new LinkedHashMap<>();
  private final Map<String, List<Double>> tails = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    Path wrk = need("wrk");
    need("nginx");
    try (Lab lab = Lab.open()) {
      Path folder = lab.workspace().folder("versus");
      List<Integer> ports = IntStream.range(0, BACKENDS).mapToObj(i -> port()).toList();
      nginx(folder, "backends", backends(ports));
      Map<String, Integer> proxies = new LinkedHashMap<>();
      proxies.put("nginx, 1 worker", nginxProxy(folder, ports));
      proxies.put("ours, 1 event loop", ours(folder, ports));
      Platform.find("haproxy")
          .ifPresent(p -> proxies.put("HAProxy, 1 thread", haproxy(folder, p, ports)));
      if (nodeHas("http-proxy")) {
        proxies.put("Node http-proxy", node(folder, ports));
      }
      proxies.values().forEach(Versus::awaitOpen);
      for (int round = 0; round <= ROUNDS; round++) { // the first one warms up
        for (Map.Entry<String, Integer> proxy : proxies.entrySet()) {
          measure(wrk, proxy.getKey(), proxy.getValue(), round > 0);
        }
      }
    }
    print();
    return 0;
  }

  private static Path need(String program) {
    return Platform.find(program)
        .orElseThrow(() -> new Missing("the comparison needs " + program + ": install it"));
  }

  private static int port() {
    return Ports.claim(Home.ofUser()).port(); // ours until this program ends
  }

  private static String backends(List<Integer> ports) {
    return ports.stream()
        .map(
            "server { listen 127.0.0.1:%d; keepalive_requests 10000000; location / { return 200 \"hello\"; } }"
                ::formatted)
        .collect(Collectors.joining("\n"));
  }

  private static int nginxProxy(Path folder, List<Integer> ports) throws IOException {
    int port = port();
    String servers =
        ports.stream().map("server 127.0.0.1:%d;"::formatted).collect(Collectors.joining(" "));
    nginx(
        folder,
        "proxy",
        """
        upstream clones { %s keepalive 64; keepalive_requests 10000000; }
        server {
          listen 127.0.0.1:%d;
          keepalive_requests 10000000;
          location / {
            proxy_pass http://clones;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header X-Forwarded-For $remote_addr;
          }
        }"""
            .formatted(servers, port));
    return port;
  }

  private static void nginx(Path folder, String name, String servers) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    Path config =
        Files.writeString(
            own.resolve("nginx.conf"),
            """
            daemon off; worker_processes 1; pid %1$s/pid; error_log %1$s/error.log;
            events { worker_connections 1024; }
            http {
              access_log off; client_body_temp_path %1$s/1; proxy_temp_path %1$s/2;
              fastcgi_temp_path %1$s/3; uwsgi_temp_path %1$s/4; scgi_temp_path %1$s/5;
              %2$s
            }"""
                .formatted(own, servers));
    // Alone in its process (master_process off), so that the guard's kill ends all of it.
    Child.program(
        "nginx-" + name,
        own.resolve("log"),
        List.of(need("nginx").toString(), "-c", config.toString(), "-g", "master_process off;"));
  }

  private static int ours(Path folder, List<Integer> ports) {
    int port = port();
    List<String> arguments = new ArrayList<>(List.of(String.valueOf(port)));
    ports.forEach(p -> arguments.add(p.toString()));
    Child.jvm("ours", folder.resolve("ours.log"), LEAN, Versus.class, arguments, line -> {});
    return port;
  }

  /** The balancer alone in a JVM; arguments: its port, and those of its backends. */
  public static void main(String[] args) throws Exception {
    Lifeline.attach(line -> {});
    Rotation rotation =
        new Rotation(
            Policy.Kind.ROUND_ROBIN.create(),
            Rotation.Settings.defaults(),
            System::nanoTime,
            new java.util.Random());
    Balancer balancer =
        Balancer.open(Integer.parseInt(args[0]), 1, Limits.defaults(), rotation, news -> {});
    for (int i = 1; i < args.length; i++) {
      balancer.add(new Backend("backend-" + i, "127.0.0.1", Integer.parseInt(args[i])));
    }
    Thread.currentThread().join();
  }

  private static int haproxy(Path folder, Path program, List<Integer> ports) {
    int port = port();
    String servers =
        IntStream.range(0, BACKENDS)
            .mapToObj(i -> "  server s%d 127.0.0.1:%d".formatted(i, ports.get(i)))
            .collect(Collectors.joining("\n"));
    Path config =
        write(
            folder.resolve("haproxy.cfg"),
            """
            global
              nbthread 1
            defaults
              mode http
              http-reuse always
              option forwardfor
              timeout connect 1s
              timeout client 30s
              timeout server 30s
            listen clones
              bind 127.0.0.1:%d
            %s
            """
                .formatted(port, servers));
    Child.program(
        "haproxy",
        folder.resolve("haproxy.log"),
        List.of(program.toString(), "-db", "-f", config.toString()));
    return port;
  }

  private static boolean nodeHas(String module) {
    try {
      Process node =
          new ProcessBuilder("node", "-e", "require('" + module + "')")
              .redirectErrorStream(true)
              .start();
      node.getInputStream().readAllBytes();
      return node.waitFor() == 0;
    } catch (IOException none) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int node(Path folder, List<Integer> ports) {
    int port = port();
    Path script =
        write(
            folder.resolve("proxy.js"),
            """
            const http = require('http');
            const proxy = require('http-proxy').createProxyServer({agent: new http.Agent({keepAlive: true}), xfwd: true});
            const ports = %s;
            let next = 0;
            http.createServer((q, s) => proxy.web(q, s, {target: 'http://127.0.0.1:' + ports[next++ %% ports.length]}))
              .listen(%d, '127.0.0.1');
            """
                .formatted(ports, port));
    Child.program("node", folder.resolve("node.log"), List.of("node", script.toString()));
    return port;
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void awaitOpen(int port) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptions()
        .until(
            () -> {
              try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
                return true;
              }
            });
  }

  private void measure(Path wrk, String name, int port, boolean counts) throws Exception {
    Process load =
        new ProcessBuilder(
                wrk.toString(),
                "-t1",
                "-c64",
                "-d" + SECONDS,
                "--latency",
                "http://127.0.0.1:" + port + "/")
            .redirectErrorStream(true)
            .start();
    String out = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    load.waitFor();
    Matcher rate = RATE.matcher(out);
    Matcher tail = TAIL.matcher(out);
    if (!rate.find() || !tail.find() || out.contains("Non-2xx") || out.contains("Socket errors")) {
      throw new IllegalStateException(name + " failed under load:\n" + out);
    }
    if (counts) {
      double unit = Map.of("us", 1e-3, "ms", 1.0, "s", 1e3).get(tail.group(2));
      rates.computeIfAbsent(name, n -> new ArrayList<>()).add(Double.parseDouble(rate.group(1)));
      tails
          .computeIfAbsent(name, n -> new ArrayList<>())
          .add(Double.parseDouble(tail.group(1)) * unit);
      System.err.printf("  %-20s %,10.0f requests/s%n", name, Double.parseDouble(rate.group(1)));
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private void print() {
    String control = rates.keySet().iterator().next();
    System.out.printf(
        "%s%n%n%-20s %12s %8s %9s %8s%n",
        Platform.machine(), "median of " + ROUNDS, "requests/s", "ratio", "p99 ms", "ratio");
    for (String name : rates.keySet()) {
      System.out.printf(
          "%-20s %,12.0f %8.2f %9.2f %8.2f%n",
          name,
          median(rates.get(name)),
          median(rates.get(name)) / median(rates.get(control)),
          median(tails.get(name)),
          median(tails.get(name)) / median(tails.get(control)));
    }
  }
}
