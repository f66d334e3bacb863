package scalebook.lab.torment;

import java.util.List;
import java.util.Random;
import scalebook.lab.control.ControlClient;
import scalebook.lab.history.History;
import scalebook.lab.history.Operation;

/** What torments a chapter's playground: its faults, its clients, and the judge of its history. */
public interface Torment {
  /**
   * A fault and its end, as verbs: {@code kill db1} and {@code start db1}; {@code ;} between two.
   */
  record Fault(String begin, String end) {}

  /** For one playground. */
  @FunctionalInterface
  interface Maker {
    Torment on(ControlClient control, History history) throws Exception;
  }

  /** Any of them, by these dice. */
  Fault fault(Random dice);

  /** Whose calls go on at the same time. */
  int clients();

  /** One call of one client, into the history. */
  void call(int client, Random dice) throws Exception;

  /** Ends all faults, waits until the system is whole, and reads everything once more. */
  void end() throws Exception;

  /** What no correct system could have answered, in words: a smallest part of the history. */
  List<String> violations(List<Operation> history);
}
