package scalebook.cloning.stage.versus;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import scalebook.engines.process.Platform;
import scalebook.lab.Lab;

/**
 * Our balancer beside nginx, HAProxy and Node's http-proxy: one thread each, the same three
 * backends (an nginx that answers 200), the same load (wrk, 64 connections), in turns; then one
 * backend hangs; then as reverse proxies with TLS, files and a rate limit.
 */
public final class Versus implements Callable<Integer> {
  private static final int ROUNDS = 5;
  private static final int SECONDS = 3;

  private final Map<String, List<Double>> rates = new LinkedHashMap<>();
  private final Map<String, List<Double>> tails = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    Wrk wrk = new Wrk(Products.need("wrk"));
    try (Lab lab = Lab.open()) {
      Products products = new Products(lab.workspace().folder("versus"));
      Hang hang = new Hang(products.backends());
      Map<String, Integer> ports = start(products);
      ports.values().forEach(Versus::awaitOpen);
      for (int round = 0; round <= ROUNDS; round++) { // the first one warms up
        for (Map.Entry<String, Integer> proxy : ports.entrySet()) {
          measure(wrk, proxy.getKey(), proxy.getValue(), round > 0);
        }
      }
      print();
      hang.print(ports);
      new Fronts(wrk, lab.workspace().folder("fronts"), products.ports()).print();
    }
    return 0;
  }

  private static Map<String, Integer> start(Products products) throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("nginx, 1 worker", products.nginx());
    ports.put("ours, 1 event loop", products.ours());
    Optional<Path> haproxy = Platform.find("haproxy");
    if (haproxy.isPresent()) {
      ports.put("HAProxy, 1 thread", products.haproxy(haproxy.get()));
    }
    if (nodeHas("http-proxy")) {
      ports.put("Node http-proxy", products.node());
    }
    return ports;
  }

  private static boolean nodeHas(String module) {
    try {
      Wrk.output("node", "-e", "require('" + module + "')");
      return true;
    } catch (IOException none) {
      return false;
    }
  }

  static void awaitOpen(int port) {
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

  private void measure(Wrk wrk, String name, int port, boolean counts) throws IOException {
    Wrk.Seen seen = wrk.ask("http://127.0.0.1:" + port + "/", SECONDS).good(name);
    if (counts) {
      rates.computeIfAbsent(name, n -> new ArrayList<>()).add(seen.perSecond());
      tails.computeIfAbsent(name, n -> new ArrayList<>()).add(seen.tailMillis());
      System.err.printf("  %-20s %,10.0f requests/s%n", name, seen.perSecond());
    }
  }

  static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private void print() {
    String control = rates.keySet().iterator().next();
    System.out.printf(
        "%s%n%n%-20s %12s %8s %9s %8s%n",
        Platform.machine(), "median of " + ROUNDS, "requests/s", "ratio", "p99 ms", "ratio");
    for (String name : rates.keySet()) {
      double rate = median(rates.get(name));
      double tail = median(tails.get(name));
      System.out.printf(
          "%-20s %,12.0f %8.2f %9.2f %8.2f%n",
          name, rate, rate / median(rates.get(control)), tail, tail / median(tails.get(control)));
    }
  }
}
