package scalebook.cloning.supervisor;

/**
 * A place for one worker, which outlives the worker; its fields belong to the supervisor's thread.
 */
final class Slot {
  final int number;
  final Crashes crashes;
  int generation;
  int restarts;
  boolean givenUp;
  Forked worker;

  Slot(int number, Crashes crashes) {
    this.number = number;
    this.crashes = crashes;
  }

  Supervisor.Status status() {
    return new Supervisor.Status(
        number,
        worker == null ? "-" : worker.name,
        worker == null ? 0 : worker.process.pid(),
        worker == null || worker.member == null ? 0 : worker.member.port(),
        state(),
        crashes.inARow(),
        restarts);
  }

  private String state() {
    if (worker == null) {
      return givenUp ? "given up" : "waits to restart";
    }
    if (worker.stopping) {
      return "draining";
    }
    return worker.serves() && worker.process.alive() ? "serves" : "starts";
  }
}
