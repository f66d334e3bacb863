package scalebook.microservices.protocol;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A message's fields as a schema of protobuf has them. Only numbers and types travel; names are for
 * people.
 *
 * @param reserved numbers that no field may have
 */
public record Schema(List<Field> fields, Set<Integer> reserved) {
  /** How often a field is there. */
  public enum Label {
    OPTIONAL,
    REPEATED,
    REQUIRED
  }

  /** One field. */
  public record Field(int number, String name, String type, Label label) {
    boolean required() {
      return label == Label.REQUIRED;
    }

    boolean repeated() {
      return label == Label.REPEATED;
    }
  }

  Optional<Field> numbered(int number) {
    return fields.stream().filter(field -> field.number() == number).findFirst();
  }

  Optional<Field> named(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }
}
