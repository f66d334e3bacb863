package scalebook.partitioning.engines;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What one node of a Redis Cluster knows of all: the answer to CLUSTER NODES. */
public record ClusterMap(List<Member> members) {
  public static final int SLOTS = 16_384;
  private static final int FIRST_SLOT = 8;

  /**
   * One line.
   *
   * @param master whom it copies; "-" when it is no replica
   */
  public record Member(String id, int port, Set<String> flags, String master, BitSet slots) {
    public boolean is(String flag) {
      return flags.contains(flag);
    }
  }

  public static ClusterMap of(String lines) {
    return new ClusterMap(lines.lines().map(ClusterMap::read).toList());
  }

  /** {@code id host:port@bus flags master ping pong epoch link 0-5460 5462 [77->-id]}. */
  private static Member read(String line) {
    List<String> words = List.of(line.split(" "));
    String port = words.get(1).replaceFirst("^.*:(\\d+).*$", "$1");
    BitSet slots = new BitSet(SLOTS);
    for (String range : words.subList(FIRST_SLOT, words.size())) {
      if (!range.startsWith("[")) { // one on its way belongs to its owner
        String[] ends = range.split("-");
        slots.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
      }
    }
    Set<String> flags = Set.of(words.get(2).split(","));
    return new Member(words.get(0), Integer.parseInt(port), flags, words.get(3), slots);
  }

  public Member member(String id) {
    return members.stream().filter(member -> member.id.equals(id)).findFirst().orElseThrow();
  }

  /** By id, without strangers: they have no name yet. */
  public Set<String> known() {
    return members.stream()
        .filter(member -> !member.is("handshake"))
        .map(Member::id)
        .collect(Collectors.toSet());
  }

  /** Who owns which slots, by id. */
  public Map<String, BitSet> owners() {
    return members.stream()
        .filter(member -> !member.slots.isEmpty())
        .collect(Collectors.toMap(Member::id, Member::slots));
  }

  public Optional<Member> owner(int slot) {
    return members.stream().filter(member -> member.slots.get(slot)).findFirst();
  }

  public List<Member> replicasOf(String id) {
    return members.stream().filter(member -> member.master.equals(id)).toList();
  }
}
