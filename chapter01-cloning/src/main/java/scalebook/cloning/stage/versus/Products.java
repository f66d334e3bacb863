package scalebook.cloning.stage.versus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Ports;

/**
 * Starts each product, with one thread, before the same backends; its configuration is a resource.
 */
final class Products {
  private static final int BACKENDS = 3;

  /** A young generation that fits the processor's cache: a shorter tail than with 160 MiB. */
  static final List<String> LEAN =
      List.of(
          "-Xmx128m",
          "-Xmn24m",
          "-XX:+UseSerialGC",
          "-Dio.netty.allocator.type=pooled",
          "-Dio.netty.leakDetection.level=disabled");

  private final Path folder;
  private final List<Integer> backends =
      IntStream.range(0, BACKENDS).mapToObj(i -> freePort()).toList();

  Products(Path folder) {
    this.folder = folder;
  }

  static Path need(String program) {
    return Platform.find(program)
        .orElseThrow(() -> new Missing("the comparison needs " + program + ": install it"));
  }

  /** Of the backends. */
  List<Integer> ports() {
    return backends;
  }

  static int freePort() {
    return Ports.claim(Home.ofUser()).port(); // ours until this program ends
  }

  /** The last one has a process of its own, which is returned. */
  Child backends() throws IOException {
    int last = backends.size() - 1;
    nginx("backends", each(backends.subList(0, last)));
    return nginx("backend", each(backends.subList(last, last + 1)));
  }

  int nginx() throws IOException {
    int port = freePort();
    nginx("proxy", filled("nginx-proxy.conf", Map.of("port", port)));
    return port;
  }

  private Child nginx(String name, String listen) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    String upstream = joined("server 127.0.0.1:%d;", " ");
    Path config =
        Files.writeString(
            own.resolve("nginx.conf"),
            filled("nginx.conf", Map.of("folder", own, "upstream", upstream, "listen", listen)));
    // Alone in its process (master_process off), so that the guard's kill ends all of it.
    return start("nginx-" + name, need("nginx"), "-c", config, "-g", "master_process off;");
  }

  int ours() {
    int port = freePort();
    Ours.Settings settings = new Ours.Settings(port, backends);
    Child.jvm("ours", folder.resolve("ours.log"), LEAN, Ours.class, settings, line -> {});
    return port;
  }

  int haproxy(Path program) throws IOException {
    int port = freePort();
    String servers = joined("  server s%1$d 127.0.0.1:%1$d", "\n");
    Path config =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            filled("haproxy.cfg", Map.of("port", port, "servers", servers)));
    start("haproxy", program, "-db", "-f", config);
    return port;
  }

  int node() throws IOException {
    int port = freePort();
    Map<String, Object> values = Map.of("port", port, "ports", joined("%d", ","));
    Path script = Files.writeString(folder.resolve("proxy.js"), filled("proxy.js", values));
    start("node", "node", script);
    return port;
  }

  private Child start(String name, Object... command) {
    List<String> words = Stream.of(command).map(Object::toString).toList();
    return Child.program(name, folder.resolve(name + ".log"), words);
  }

  private String joined(String format, String by) {
    return backends.stream().map(format::formatted).collect(Collectors.joining(by));
  }

  private static String each(List<Integer> ports) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int port : ports) {
      all.append(filled("nginx-backend.conf", Map.of("port", port)));
    }
    return all.toString();
  }

  /** The resource, with each ${name} replaced. */
  private static String filled(String resource, Map<String, Object> values) throws IOException {
    try (InputStream in = Products.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, Object> value : values.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue().toString());
      }
      return text;
    }
  }
}
