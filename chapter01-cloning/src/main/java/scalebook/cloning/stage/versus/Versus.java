package scalebook.cloning.stage.versus;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import scalebook.engines.process.Platform;
import scalebook.lab.Lab;

/**
 * Our balancer beside nginx, HAProxy and Node's http-proxy: one thread each, the same three
 * backends (an nginx that answers 200), the same load (wrk, 64 connections), in turns; then one
 * backend hangs.
 */
public final class Versus implements Callable<Integer> {
  private static final int ROUNDS = 5;
  private static final int SECONDS = 3;
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern TAIL = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
  private static final Map<String, Double> UNITS = Map.of("us", 1e-3, "ms", 1.0, "s", 1e3);

  private final Map<String, List<Double>> rates = new LinkedHashMap<>();
  private final Map<String, List<Double>> tails = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    Path wrk = Products.need("wrk");
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
      output("node", "-e", "require('" + module + "')");
      return true;
    } catch (IOException none) {
      return false;
    }
  }

  /** What a program prints, if it ends well. */
  private static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command[0] + " failed: " + out);
      }
      return out;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
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

  private void measure(Path wrk, String name, int port, boolean counts) throws IOException {
    String url = "http://127.0.0.1:" + port + "/";
    String out = output(wrk.toString(), "-t1", "-c64", "-d" + SECONDS, "--latency", url);
    Matcher rate = RATE.matcher(out);
    Matcher tail = TAIL.matcher(out);
    if (!rate.find() || !tail.find() || out.contains("Non-2xx") || out.contains("Socket errors")) {
      throw new IllegalStateException(name + " failed under load:\n" + out);
    }
    if (counts) {
      double perSecond = Double.parseDouble(rate.group(1));
      double millis = Double.parseDouble(tail.group(1)) * UNITS.get(tail.group(2));
      rates.computeIfAbsent(name, n -> new ArrayList<>()).add(perSecond);
      tails.computeIfAbsent(name, n -> new ArrayList<>()).add(millis);
      System.err.printf("  %-20s %,10.0f requests/s%n", name, perSecond);
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
      double rate = median(rates.get(name));
      double tail = median(tails.get(name));
      System.out.printf(
          "%-20s %,12.0f %8.2f %9.2f %8.2f%n",
          name, rate, rate / median(rates.get(control)), tail, tail / median(tails.get(control)));
    }
  }
}
