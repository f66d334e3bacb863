package scalebook.replication.solution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import scalebook.replication.exercise.VersionVector.Version;

/** A version replaces those that its writer knew; all others stay beside it. */
public final class VersionVector {
  private final String node;
  private final List<Version> here = new ArrayList<>();

  public VersionVector(String node) {
    this.node = node;
  }

  public Version write(String value) {
    Map<String, Long> known = new HashMap<>();
    here.forEach(version -> version.vector().forEach((n, c) -> known.merge(n, c, Math::max)));
    known.merge(node, 1L, Long::sum);
    Version written = new Version(Map.copyOf(known), value);
    receive(written);
    return written;
  }

  public void receive(Version version) {
    if (here.stream().noneMatch(mine -> covers(mine, version))) {
      here.removeIf(mine -> covers(version, mine));
      here.add(version);
    }
  }

  private static boolean covers(Version one, Version other) {
    return other.vector().entrySet().stream()
        .allMatch(known -> one.vector().getOrDefault(known.getKey(), 0L) >= known.getValue());
  }

  public List<Version> read() {
    return List.copyOf(here);
  }
}
