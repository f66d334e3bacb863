package scalebook.microservices.protocol;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import scalebook.microservices.protocol.Schema.Field;

/**
 * May two versions of a schema be alive at once? Then each of them reads what the other one writes.
 */
public record Compatibility(Set<Rule> rules) {
  public static Compatibility full() {
    return new Compatibility(Set.of(Rule.values()));
  }

  /** What is wrong between two versions; nothing when they understand each other. */
  public List<String> problems(Schema before, Schema after) {
    return rules.stream().sorted().flatMap(rule -> rule.problems(before, after)).toList();
  }

  /** What a change must keep. */
  public enum Rule {
    /** A number belongs to one field for ever: what it means does not travel. */
    NUMBER {
      @Override
      Stream<String> problems(Schema before, Schema after) {
        return before.fields().stream()
            .flatMap(
                old ->
                    Stream.concat(
                        other(after.numbered(old.number()), old)
                            .map(
                                now ->
                                    "%d was %s, now %s"
                                        .formatted(old.number(), old.name(), now.name()))
                            .stream(),
                        other(after.named(old.name()), old)
                            .map(
                                now ->
                                    "%s was %d, now %d"
                                        .formatted(old.name(), old.number(), now.number()))
                            .stream()));
      }

      private Optional<Field> other(Optional<Field> now, Field old) {
        return now.filter(
            field -> field.number() != old.number() || !field.name().equals(old.name()));
      }
    },

    /** The bytes of one type are others, or nonsense, as another. */
    TYPE {
      @Override
      Stream<String> problems(Schema before, Schema after) {
        return before.fields().stream()
            .flatMap(
                old ->
                    after
                        .numbered(old.number())
                        .filter(
                            now ->
                                !now.type().equals(old.type()) || now.repeated() != old.repeated())
                        .map(
                            now ->
                                "%d was %s, now %s".formatted(old.number(), type(old), type(now)))
                        .stream());
      }

      private String type(Field field) {
        return (field.repeated() ? "repeated " : "") + field.type();
      }
    },

    /** The number of a field that is gone stays reserved, or a later one gets its old values. */
    RESERVED {
      @Override
      Stream<String> problems(Schema before, Schema after) {
        return Stream.concat(
                before.fields().stream().map(Field::number), before.reserved().stream().sorted())
            .filter(
                number -> after.numbered(number).isEmpty() || before.reserved().contains(number))
            .filter(number -> !after.reserved().contains(number))
            .map(number -> number + " is not reserved");
      }
    },

    /** Who does not know a field does not write it, and who requires it reads nothing then. */
    REQUIRED {
      @Override
      Stream<String> problems(Schema before, Schema after) {
        return Stream.concat(only(after, before), only(before, after))
            .map(field -> "only one version requires " + field.name());
      }

      private Stream<Field> only(Schema one, Schema other) {
        return one.fields().stream()
            .filter(Field::required)
            .filter(field -> !other.numbered(field.number()).map(Field::required).orElse(false));
      }
    };

    abstract Stream<String> problems(Schema before, Schema after);
  }
}
