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
import scalebook.cloning.front.SelfSigned;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Ports;

/** nginx and HAProxy with the same duties, by one description, before the same clones. */
public final class Rivals implements AutoCloseable {
  private final Map<String, Address> addresses = new LinkedHashMap<>();
  private final List<Child> children = new ArrayList<>();
  private final Path folder;
  private final Map<String, Object> description;

  /** Where one listens. */
  public record Address(int plain, int https) {}

  /** So many requests at once, and then at this rate; {@code most} in 50 seconds is the same. */
  public record Limit(String rate, int burst, int most) {
    /** Five in 50 seconds. */
    public static final Limit FEW = new Limit("6r/m", 4, 5);

    /** More than anybody can ask for. */
    public static final Limit NONE = new Limit("1000000r/s", 1_000_000, 2_000_000_000);
  }

  /** What all products are told. */
  public record Description(
      Path folder, Path pem, Path files, List<Integer> shop, List<Integer> admin, Limit limit) {}

  /** Certificate and key for all of them, in a file that only we can read. */
  public static Path pem(Path folder, SelfSigned identity) throws Exception {
    Path pem = Files.createFile(folder.resolve("front.pem"));
    if (!Platform.windows()) {
      Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-------"));
    }
    return Files.writeString(pem, identity.pem());
  }

  /** Starts those that are installed. */
  public Rivals(Description told) throws IOException {
    folder = told.folder;
    description = new LinkedHashMap<>();
    description.put("pem", told.pem);
    description.put("files", told.files);
    description.put("denied", FrontSite.DENIED);
    description.put("rate", told.limit.rate);
    description.put("burst", told.limit.burst);
    description.put("most", told.limit.most);
    description.put("shop", each("server 127.0.0.1:%1$d;", told.shop));
    description.put("admin", each("server 127.0.0.1:%1$d;", told.admin));
    description.put("shopServers", each("  server s%1$d 127.0.0.1:%1$d\n", told.shop));
    description.put("adminServers", each("  server s%1$d 127.0.0.1:%1$d\n", told.admin));
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
  public Map<String, Address> addresses() {
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
