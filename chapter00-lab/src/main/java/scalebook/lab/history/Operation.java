package scalebook.lab.history;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What one client asked of one node, when, and how it ended.
 *
 * @param client one client has one operation under way at a time
 * @param expected for {@link Action#CAS}: what had to be there
 * @param value what was written or appended; each is written only once
 * @param seen what a read returned: nothing, one value of a register, or a list
 * @param endNanos of an unknown outcome: when the client gave up
 */
public record Operation(
    int id,
    String client,
    String node,
    Action action,
    String key,
    String expected,
    String value,
    List<String> seen,
    Outcome outcome,
    long startNanos,
    long endNanos) {

  /** What was asked. */
  public enum Action {
    READ,
    WRITE,
    CAS,
    APPEND
  }

  /** {@code REFUSED} did not happen; {@code UNKNOWN} may have, or may still. */
  public enum Outcome {
    OK,
    REFUSED,
    UNKNOWN
  }

  public Operation {
    seen = List.copyOf(seen);
  }

  @JsonIgnore
  public boolean isRead() {
    return action == Action.READ;
  }

  @JsonIgnore
  public boolean isOk() {
    return outcome == Outcome.OK;
  }

  /** It had ended when the other one began. */
  boolean before(Operation other) {
    return outcome != Outcome.UNKNOWN && endNanos < other.startNanos;
  }

  /** As in {@code client-2 at db1: write x=7, unknown}. */
  @Override
  public String toString() {
    String what =
        switch (action) {
          case READ -> "read " + key + " → " + (isOk() ? seen : "?");
          case WRITE -> "write " + key + "=" + value;
          case CAS -> "cas " + key + " " + expected + "→" + value;
          case APPEND -> "append " + key + "+" + value;
        };
    return client
        + " at "
        + node
        + ": "
        + what
        + (isOk() ? "" : ", " + outcome.name().toLowerCase());
  }
}
