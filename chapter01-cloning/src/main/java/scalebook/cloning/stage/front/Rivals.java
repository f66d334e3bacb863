package scalebook.cloning.stage.front;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Ports;

/** nginx and HAProxy with the duties of our {@link FrontSite}, before the same clones. */
final class Rivals implements AutoCloseable {
  private final Map<String, Address> addresses = new LinkedHashMap<>();
  private final List<Child> children = new ArrayList<>();
  private final Path folder;
  private final Map<String, Object> description;

  /** Where one listens. */
  record Address(int plain, int https) {}

  /** Starts those that are installed. */
  Rivals(FrontSite site) throws Exception {
    folder = site.folder();
    Path pem = Files.createFile(folder.resolve("front.pem"));
    if (!Platform.windows()) {
      Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(pem, site.identity().pem());
    List<Integer> shop = site.ports("shop");
    List<Integer> admin = site.ports("admin");
    description =
        Map.of(
            "pem", pem,
            "files", site.files(),
            "denied", FrontSite.DENIED,
            "shop", each("server 127.0.0.1:%1$d;", shop),
            "admin", each("server 127.0.0.1:%1$d;", admin),
            "shopServers", each("  server s%1$d 127.0.0.1:%1$d\n", shop),
            "adminServers", each("  server s%1$d 127.0.0.1:%1$d\n", admin));
    start("nginx", "nginx.conf", "-g", "master_process off;", "-c");
    start("haproxy", "haproxy.cfg", "-db", "-f");
  }

  private static String each(String format, List<Integer> ports) {
    return ports.stream().map(format::formatted).collect(Collectors.joining());
  }

  private void start(String name, String resource, String... options) throws IOException {
    Path program = Platform.find(name).orElse(null);
    if (program == null) {
      return;
    }
    Address address = new Address(freePort(), freePort());
    Path own = Files.createDirectories(folder.resolve(name));
    Map<String, Object> values = new LinkedHashMap<>(description);
    values.putAll(Map.of("folder", own, "plain", address.plain, "https", address.https));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(options));
    command.add(Files.writeString(own.resolve(resource), filled(resource, values)).toString());
    children.add(Child.program(name, own.resolve("log"), command));
    addresses.put(name, address);
  }

  private static int freePort() {
    return Ports.claim(Home.ofUser()).port(); // ours until this program ends
  }

  /** The resource, with each ${name} replaced. */
  private static String filled(String resource, Map<String, Object> values) throws IOException {
    try (InputStream in = Rivals.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, Object> value : values.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue().toString());
      }
      return text;
    }
  }

  /** By name. */
  Map<String, Address> addresses() {
    return addresses;
  }

  /** What they said, when one does not answer. */
  List<String> lastWords() {
    return children.stream().flatMap(child -> child.logTail(5).stream()).toList();
  }

  @Override
  public void close() {
    children.forEach(Child::close);
  }
}
