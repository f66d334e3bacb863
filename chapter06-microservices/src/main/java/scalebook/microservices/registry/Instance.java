package scalebook.microservices.registry;

import java.util.Set;
import java.util.TreeSet;

/** One running copy of a service: its name, where it listens, which version it is. */
public record Instance(String service, String name, int port, String version, Set<String> tags) {
  private static final int MOST_PORT = 65_535;

  /** Nothing gets in here that could not stand on a {@link #line}. */
  public Instance {
    tags = Set.copyOf(tags);
    if (!service.matches("[a-z]{1,60}")
        || !name.matches("[a-z0-9.-]{1,60}")
        || !version.matches("[A-Za-z0-9._+-]{1,60}")
        || !tags.stream().allMatch(tag -> tag.matches("[A-Za-z0-9._]{1,60}"))) {
      throw new IllegalArgumentException("a name is made of a-z, 0-9, dots and dashes");
    }
    if (port < 1 || port > MOST_PORT) {
      throw new IllegalArgumentException("no port " + port);
    }
  }

  public static Instance of(String service, String name, int port) {
    return new Instance(service, name, port, "1", Set.of());
  }

  /** As it travels: {@code order order-2 4711 1 blue,canary}. */
  public String line() {
    String all = tags.isEmpty() ? "-" : String.join(",", new TreeSet<>(tags));
    return service + " " + name + " " + port + " " + version + " " + all;
  }

  public static Instance parse(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 5) {
      throw new IllegalArgumentException(
          "an instance is five words: service, name, port, version, tags or -");
    }
    return new Instance(
        words[0],
        words[1],
        Integer.parseInt(words[2]),
        words[3],
        words[4].equals("-") ? Set.of() : Set.of(words[4].split(",", -1)));
  }
}
