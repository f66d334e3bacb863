package scalebook.replication.merging;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * A set whose copies add and remove on their own. Each addition has a tag, and a removal names the
 * additions that it saw: one that it did not see stays.
 */
public record OrSet(Set<Added> added, Set<Added> removed) {
  public static final OrSet EMPTY = new OrSet(Set.of(), Set.of());

  /** A removal takes away the additions that it saw. */
  public static final BiPredicate<Added, Added> BY_TAG = Added::equals;

  /** A removal takes away the element, whoever adds it. */
  public static final BiPredicate<Added, Added> BY_NAME =
      (one, other) -> one.element().equals(other.element());

  /**
   * @param tag of this addition alone
   */
  public record Added(String element, String tag) {}

  public OrSet {
    added = Set.copyOf(added);
    removed = Set.copyOf(removed);
  }

  public OrSet add(String element, String tag) {
    return merge(new OrSet(Set.of(new Added(element, tag)), Set.of()));
  }

  public OrSet remove(String element) {
    Set<Added> seen =
        added.stream().filter(one -> one.element().equals(element)).collect(Collectors.toSet());
    return merge(new OrSet(Set.of(), seen));
  }

  public OrSet merge(OrSet other) {
    return new OrSet(union(added, other.added), union(removed, other.removed));
  }

  private static Set<Added> union(Set<Added> one, Set<Added> other) {
    Set<Added> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }

  /** What is there, when removals take away what they match. */
  public Set<String> elements(BiPredicate<Added, Added> takesAway) {
    return added.stream()
        .filter(one -> removed.stream().noneMatch(gone -> takesAway.test(gone, one)))
        .map(Added::element)
        .collect(Collectors.toSet());
  }
}
