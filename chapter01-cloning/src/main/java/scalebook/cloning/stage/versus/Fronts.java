package scalebook.cloning.stage.versus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import scalebook.cloning.front.SelfSigned;
import scalebook.cloning.stage.front.Rivals;
import scalebook.engines.process.Child;

/**
 * The products as reverse proxies, configured as in lesson 1.6, with one certificate and key: TLS,
 * a static file, and a client that the rate limit refuses.
 */
record Fronts(Wrk wrk, Path folder, List<Integer> backends) {
  private static final int ROUNDS = 3;
  private static final int WARM_ROUNDS = 2; // a JVM compiles its handshake late
  private static final int SECONDS = 2;

  /** A load, and who must refuse it. */
  private enum Load {
    HANDSHAKES("a connection each", "/static/book.css", "-H", "Connection: close"),
    PAGES("a page by TLS", "/"),
    FILES("a static file by TLS", "/static/book.css"),
    REFUSED("refused by the limit", "/static/book.css");

    private final String shown;
    private final String path;
    private final String[] options;

    Load(String shown, String path, String... options) {
      this.shown = shown;
      this.path = path;
      this.options = options;
    }
  }

  /** Where a product answers everybody, and where it limits each client. */
  private record Ends(int open, int limited) {}

  /** A row for each load and product; {@code through}: answered in spite of the limit. */
  private record Row(List<Wrk.Seen> warm, List<Wrk.Seen> seen) {
    double median(ToDoubleFunction<Wrk.Seen> of) {
      return Versus.median(seen.stream().map(of::applyAsDouble).toList());
    }

    long through() {
      return Stream.concat(warm.stream(), seen.stream())
          .mapToLong(one -> one.all() - one.others())
          .sum();
    }
  }

  void print() throws Exception {
    Path pem = Rivals.pem(folder, SelfSigned.create());
    Path files = Files.createDirectories(folder.resolve("static"));
    Files.writeString(files.resolve("book.css"), "body { max-width: 60em }\n");
    try (Rivals open = rivals("open", pem, files, Rivals.Limit.NONE);
        Rivals limited = rivals("limited", pem, files, Rivals.Limit.FEW)) {
      Map<String, Ends> products = new LinkedHashMap<>();
      open.addresses()
          .forEach(
              (name, at) ->
                  products.put(name, new Ends(at.https(), limited.addresses().get(name).https())));
      int everybody = ours("open", pem, files, 1e6, 1_000_000);
      products.put("ours", new Ends(everybody, ours("limited", pem, files, 0.1, 5)));
      for (Ends ends : products.values()) {
        Versus.awaitOpen(ends.open);
        Versus.awaitOpen(ends.limited);
      }
      System.out.printf(
          "%n%-22s %-8s %12s %8s %8s %12s%n",
          "by TLS, median of " + ROUNDS, "", "answers/s", "ratio", "p99 ms", "let through");
      for (Load load : Load.values()) {
        print(load, products);
      }
    }
  }

  private Rivals rivals(String name, Path pem, Path files, Rivals.Limit limit) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    return new Rivals(new Rivals.Description(own, pem, files, backends, backends, limit));
  }

  private int ours(String name, Path pem, Path files, double perSecond, int burst) {
    int port = Products.freePort();
    OurFront.Settings settings =
        new OurFront.Settings(port, backends, pem.toString(), files.toString(), perSecond, burst);
    Path log = folder.resolve("ours-" + name + ".log");
    Child.jvm("ours", log, Products.LEAN, OurFront.class, settings, line -> {});
    return port;
  }

  private void print(Load load, Map<String, Ends> products) throws IOException {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (int round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
      for (Map.Entry<String, Ends> product : products.entrySet()) {
        Ends ends = product.getValue();
        int port = load == Load.REFUSED ? ends.limited : ends.open;
        Wrk.Seen seen =
            wrk.ask("https://127.0.0.1:%d%s".formatted(port, load.path), SECONDS, load.options);
        Row row =
            rows.computeIfAbsent(
                product.getKey(), name -> new Row(new ArrayList<>(), new ArrayList<>()));
        (round < WARM_ROUNDS ? row.warm : row.seen)
            .add(load == Load.REFUSED ? seen : seen.good(product.getKey()));
      }
    }
    double control = rows.values().iterator().next().median(Wrk.Seen::perSecond);
    rows.forEach(
        (name, row) -> {
          double rate = row.median(Wrk.Seen::perSecond);
          System.out.printf(
              "%-22s %-8s %,12.0f %8.2f %8.2f %12s%n",
              load.shown,
              name,
              rate,
              rate / control,
              row.median(Wrk.Seen::tailMillis),
              load == Load.REFUSED ? row.through() : "");
        });
  }
}
