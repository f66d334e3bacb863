package scalebook.microservices.solution;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import scalebook.microservices.exercise.SchemaCheck.Field;
import scalebook.microservices.exercise.SchemaCheck.Kind;
import scalebook.microservices.exercise.SchemaCheck.Problem;
import scalebook.microservices.exercise.SchemaCheck.Schema;

/** What was each number, and what is it now? Only one question is about names. */
public final class SchemaCheck {
  public Set<Problem> problems(Schema old, Schema next) {
    Set<Problem> problems = new HashSet<>();
    for (Field was : old.fields()) {
      Optional<Field> is = find(next, f -> f.number() == was.number());
      if (is.isPresent() && !is.get().type().equals(was.type())) {
        problems.add(new Problem(Kind.TYPE_CHANGED, was.number()));
      }
      if (was.required() && is.filter(Field::required).isEmpty()) {
        problems.add(new Problem(Kind.REQUIRED_REMOVED, was.number()));
      }
      if (is.isEmpty() && !next.reserved().contains(was.number())) {
        problems.add(new Problem(Kind.NOT_RESERVED, was.number()));
      }
      if (find(next, f -> f.name().equals(was.name()) && f.number() != was.number()).isPresent()) {
        problems.add(new Problem(Kind.RENUMBERED, was.number()));
      }
    }
    for (int number : old.reserved()) {
      if (find(next, f -> f.number() == number).isPresent()) {
        problems.add(new Problem(Kind.REUSED, number));
      } else if (!next.reserved().contains(number)) {
        problems.add(new Problem(Kind.NOT_RESERVED, number));
      }
    }
    for (Field is : next.fields()) {
      if (is.required() && find(old, f -> f.number() == is.number() && f.required()).isEmpty()) {
        problems.add(new Problem(Kind.REQUIRED_ADDED, is.number()));
      }
    }
    return problems;
  }

  private static Optional<Field> find(Schema schema, Predicate<Field> wanted) {
    return schema.fields().stream().filter(wanted).findFirst();
  }
}
