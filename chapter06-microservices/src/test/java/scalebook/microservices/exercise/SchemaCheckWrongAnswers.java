package scalebook.microservices.exercise;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import scalebook.microservices.exercise.SchemaCheck.Field;
import scalebook.microservices.exercise.SchemaCheck.Kind;
import scalebook.microservices.exercise.SchemaCheck.Problem;
import scalebook.microservices.exercise.SchemaCheck.Schema;

/** What people really write. */
final class SchemaCheckWrongAnswers {
  private static Set<Problem> ours(Schema old, Schema next) {
    return new scalebook.microservices.solution.SchemaCheck().problems(old, next);
  }

  private static Set<Problem> without(Set<Problem> problems, Kind kind) {
    return problems.stream().filter(p -> p.kind() != kind).collect(Collectors.toSet());
  }

  private static List<Integer> numbers(Schema schema) {
    return schema.fields().stream().map(Field::number).toList();
  }

  /** By name: who has another number looks the same. */
  static class ComparesNames extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) -> {
        List<Field> renamed =
            next.fields().stream()
                .map(
                    f ->
                        old.fields().stream()
                            .filter(o -> o.name().equals(f.name()))
                            .findFirst()
                            .map(o -> new Field(o.number(), f.name(), f.type(), f.required()))
                            .orElse(f))
                .toList();
        return ours(old, new Schema(renamed, next.reserved()));
      };
    }
  }

  /** By number only: two that changed places look the same. */
  static class ComparesNumbersOnly extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) -> without(ours(old, next), Kind.RENUMBERED);
    }
  }

  /** Only a new number that was free is another number. */
  static class APlaceThatWasTakenIsFine extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) ->
          ours(old, next).stream()
              .filter(p -> p.kind() != Kind.RENUMBERED || !numbers(next).contains(p.number()))
              .collect(Collectors.toSet());
    }
  }

  /** What is gone is gone. */
  static class FreesNumbers extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) -> without(ours(old, next), Kind.NOT_RESERVED);
    }
  }

  /** What is reserved now is checked, not what was. */
  static class ForgetsOldReservations extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) -> ours(new Schema(old.fields(), Set.of()), next);
    }
  }

  /** A number that is not used again needs no reservation any more. */
  static class AReservationMayEnd extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) ->
          ours(old, next).stream()
              .filter(p -> p.kind() != Kind.NOT_RESERVED || !old.reserved().contains(p.number()))
              .collect(Collectors.toSet());
    }
  }

  /** The new version sends it, so what? */
  static class NewRequiredFieldsAreFine extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) ->
          ours(old, next).stream()
              .filter(p -> p.kind() != Kind.REQUIRED_ADDED || numbers(old).contains(p.number()))
              .collect(Collectors.toSet());
    }
  }

  /** New ones only: who became required was there before. */
  static class OnlyNewOnesAreAdded extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) ->
          ours(old, next).stream()
              .filter(p -> p.kind() != Kind.REQUIRED_ADDED || !numbers(old).contains(p.number()))
              .collect(Collectors.toSet());
    }
  }

  /** To ask for less is always fine. */
  static class LessIsFine extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) -> without(ours(old, next), Kind.REQUIRED_REMOVED);
    }
  }

  /** Only when the field is gone; an optional one is sent anyhow. */
  static class OptionalIsFine extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) ->
          ours(old, next).stream()
              .filter(p -> p.kind() != Kind.REQUIRED_REMOVED || !numbers(next).contains(p.number()))
              .collect(Collectors.toSet());
    }
  }

  /** A rename is a change. */
  static class NamesMustStay extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) -> {
        Set<Problem> problems = new HashSet<>(ours(old, next));
        List<String> names = next.fields().stream().map(Field::name).toList();
        old.fields().stream()
            .filter(f -> !names.contains(f.name()) && numbers(next).contains(f.number()))
            .forEach(f -> problems.add(new Problem(Kind.RENUMBERED, f.number())));
        return problems;
      };
    }
  }

  /** One problem for each number. */
  static class TheFirstOfEachNumber extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) -> {
        Set<Integer> seen = new HashSet<>();
        return ours(old, next).stream()
            .sorted((a, b) -> a.kind().compareTo(b.kind()))
            .filter(p -> seen.add(p.number()))
            .collect(Collectors.toSet());
      };
    }
  }

  /** Looks for the old name among fields of the old type only. */
  static class AnotherTypeIsAnotherField extends SchemaCheckContract {
    @Override
    Answer answer() {
      return (old, next) -> {
        Set<Problem> problems = new HashSet<>(ours(old, next));
        old.fields().stream()
            .filter(f -> next.fields().stream().anyMatch(g -> renamedType(f, g)))
            .forEach(f -> problems.remove(new Problem(Kind.RENUMBERED, f.number())));
        return problems;
      };
    }

    private static boolean renamedType(SchemaCheck.Field was, SchemaCheck.Field is) {
      return is.name().equals(was.name()) && !is.type().equals(was.type());
    }
  }

  private SchemaCheckWrongAnswers() {}
}
