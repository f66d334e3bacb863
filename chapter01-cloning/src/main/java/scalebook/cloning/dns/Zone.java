package scalebook.cloning.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What one server knows for sure: the names below an origin, and their records. */
public final class Zone {
  private final String origin;
  private final List<Entry> entries;
  private final int negativeTtl;

  private Zone(String origin, List<Entry> entries, int negativeTtl) {
    this.origin = Entry.absolute(origin);
    this.entries = List.copyOf(entries);
    this.negativeTtl = negativeTtl;
  }

  /**
   * With its name server, which has this address.
   *
   * @param negativeTtl seconds for which others may remember that a name is not there
   */
  public static Zone of(String origin, String serverAddress, int ttl, int negativeTtl) {
    String root = Entry.absolute(origin);
    String server = "ns." + root;
    String soa = "%s admin.%s 1 3600 600 86400 %d".formatted(server, root, negativeTtl);
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(root, Entry.Type.SOA, negativeTtl, soa));
    entries.add(new Entry(root, Entry.Type.NS, ttl, server));
    entries.add(new Entry(server, Entry.Type.A, ttl, serverAddress));
    return new Zone(root, entries, negativeTtl);
  }

  /** {@code name}: relative to the origin, as {@code www}; empty for the origin itself. */
  public Zone with(String name, Entry.Type type, int ttl, String... data) {
    List<Entry> all = new ArrayList<>(entries);
    for (String one : data) {
      all.add(new Entry(name.isEmpty() ? origin : name + "." + origin, type, ttl, one));
    }
    return new Zone(origin, all, negativeTtl);
  }

  public String origin() {
    return origin;
  }

  public List<Entry> entries() {
    return entries;
  }

  /** What goes with every "no": how long it may be remembered. */
  public Entry soa() {
    return entries.get(0);
  }

  public int negativeTtl() {
    return negativeTtl;
  }

  boolean contains(String name) {
    return name.equals(origin) || name.endsWith("." + origin);
  }

  /** It has records, or a name below it has. */
  boolean exists(String name) {
    return entries.stream().anyMatch(e -> e.name().equals(name) || e.name().endsWith("." + name));
  }

  List<Entry> find(String name, Entry.Type type) {
    return entries.stream().filter(e -> e.name().equals(name) && e.type() == type).toList();
  }

  /** As BIND reads it. */
  public String file() {
    return entries.stream().map(Entry::toString).collect(Collectors.joining("\n", "", "\n"));
  }
}
