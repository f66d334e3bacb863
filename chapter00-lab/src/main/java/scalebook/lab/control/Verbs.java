package scalebook.lab.control;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a playground can be told to do, by a person who types and by a program. */
public final class Verbs {
  /** What one verb does; the answer is a text, or a record whose text a person reads. */
  @FunctionalInterface
  public interface Verb {
    Object run(List<String> words) throws Exception;
  }

  /**
   * As programs see it.
   *
   * @param parameters an example of each
   * @param operation a client's call: there are many, so that no event tells of one
   */
  public record Declaration(String name, List<String> parameters, String does, boolean operation) {
    String syntax() {
      return (name + " " + String.join(" ", parameters)).strip();
    }
  }

  private final Map<String, Declaration> declared = new LinkedHashMap<>();
  private final Map<String, Verb> verbs = new LinkedHashMap<>();

  /** By an example: {@code cut db1 db2}. */
  public void add(String example, String does, boolean operation, Verb verb) {
    List<String> words = List.of(example.split(" "));
    String name = words.get(0);
    if (declared.containsKey(name)) {
      throw new IllegalStateException("two verbs are called " + name);
    }
    declared.put(name, new Declaration(name, words.subList(1, words.size()), does, operation));
    verbs.put(name, verb);
  }

  public Collection<Declaration> all() {
    return declared.values();
  }

  public Optional<Declaration> named(String name) {
    return Optional.ofNullable(declared.get(name));
  }

  /** For a person, in one line. */
  public String usage() {
    return all().stream()
        .filter(one -> !one.operation())
        .map(Declaration::syntax)
        .collect(Collectors.joining(" · "));
  }

  /** {@code name} is one of these. */
  public Object run(String name, List<String> words) throws Exception {
    return verbs.get(name).run(words);
  }
}
