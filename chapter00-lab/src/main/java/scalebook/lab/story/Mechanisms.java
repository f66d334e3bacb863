package scalebook.lab.story;

import java.util.List;
import java.util.Optional;

/** What carries a story's claims, and which one of it this run goes without. */
public record Mechanisms(List<Mechanism> all, Optional<Mechanism> away) {
  public static final Mechanisms NONE = new Mechanisms(List.of(), Optional.empty());

  /** A mechanism and the claims that fall when it is taken away. */
  public record Mechanism(String name, String what, List<String> falls) {
    @Override
    public String toString() {
      return name + ": " + what;
    }
  }

  public Optional<Mechanism> named(String name) {
    return all.stream().filter(mechanism -> mechanism.name().equals(name)).findFirst();
  }

  public List<String> names() {
    return all.stream().map(Mechanism::name).toList();
  }

  /** The names of those that carry a claim. */
  List<String> carrying(String claim) {
    return all.stream().filter(m -> m.falls().contains(claim)).map(Mechanism::name).toList();
  }

  /** Whether this claim should hold in this run. */
  boolean shouldHold(String claim) {
    return away.map(mechanism -> !mechanism.falls().contains(claim)).orElse(true);
  }

  /** What a reader should know of a claim's end; nothing in a run with all of them. */
  String remark(String claim, boolean held) {
    if (away.isEmpty() || held && shouldHold(claim)) {
      return "";
    }
    String name = away.get().name();
    if (shouldHold(claim)) {
      return " (without %s, and nobody predicted it)".formatted(name);
    }
    return held
        ? " (still holds without %s: why?)".formatted(name)
        : " (without %s, as predicted)".formatted(name);
  }
}
