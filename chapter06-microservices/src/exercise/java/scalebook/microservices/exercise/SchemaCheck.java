package scalebook.microservices.exercise;

import java.util.List;
import java.util.Set;
import scalebook.lab.exercise.Todo;

/** Whether a message's new schema may be released while the old one still reads and writes. */
public final class SchemaCheck {
  /** On the wire stands the number; the name is for people. */
  public record Field(int number, String name, String type, boolean required) {}

  /**
   * Reserved numbers were fields once, and are never fields again. Numbers and names are unique.
   */
  public record Schema(List<Field> fields, Set<Integer> reserved) {}

  /** What is wrong with a number. */
  public enum Kind {
    /** In both, with another type: its bytes are read as something else. */
    TYPE_CHANGED,
    /** The old field's name has another number now: a value arrives under a wrong name, or not. */
    RENUMBERED,
    /**
     * An old field or reserved number is neither a field nor reserved now: it may be used again.
     */
    NOT_RESERVED,
    /** A field now, though the old schema has it reserved. */
    REUSED,
    /** Required now and not before: the old version does not send it. */
    REQUIRED_ADDED,
    /** Required before and not now: the old version refuses messages without it. */
    REQUIRED_REMOVED
  }

  /** The number is that of the old field, if there is one. */
  public record Problem(Kind kind, int number) {}

  /** All of them; nothing when old and new understand each other. */
  public Set<Problem> problems(Schema old, Schema next) {
    throw new Todo("number by number, and name by name");
  }
}
