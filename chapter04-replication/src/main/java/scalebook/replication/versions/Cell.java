package scalebook.replication.versions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What one copy holds of a key: one version, or several of which none knew the others. */
public record Cell(List<Version> versions) {
  public static final Cell EMPTY = new Cell(List.of());
  private static final Comparator<Version> ORDER =
      Comparator.<Version>comparingLong(version -> version.vector().sum())
          .thenComparing(Version::node);

  /**
   * A value, and what its writer knew.
   *
   * @param node where it was written; no node writes two with one vector
   */
  public record Version(VersionVector vector, String node, String value) {}

  public Cell {
    versions = List.copyOf(versions);
  }

  /**
   * @param siblings whether concurrent versions are kept; else the last one in {@link #newest}'s
   *     order wins
   */
  public Cell merge(Cell other, boolean siblings) {
    List<Version> all = new ArrayList<>(versions);
    other.versions.stream().filter(version -> !all.contains(version)).forEach(all::add);
    List<Version> kept =
        all.stream()
            .filter(
                one ->
                    all.stream()
                        .noneMatch(next -> next != one && next.vector().covers(one.vector())))
            .sorted(ORDER)
            .toList();
    return new Cell(siblings || kept.isEmpty() ? kept : kept.subList(kept.size() - 1, kept.size()));
  }

  /** All that the writers of what is here knew. */
  public VersionVector known() {
    return versions.stream().map(Version::vector).reduce(VersionVector.NONE, VersionVector::merge);
  }

  /** An order that all copies agree on, and in which a version comes after those that it knew. */
  public Optional<String> newest() {
    return versions.stream().max(ORDER).map(Version::value);
  }

  public List<String> values() {
    return versions.stream().map(Version::value).toList();
  }
}
