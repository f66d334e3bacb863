package scalebook.cloning.stage;

import scalebook.cloning.scaling.Autoscaler;
import scalebook.cloning.supervisor.Supervisor;

/** What an autoscaler asks for, a supervisor does: real processes. */
public record Clones(Supervisor supervisor) implements Autoscaler.Fleet {
  private static final long SECONDS = 40;

  @Override
  public int clones() throws Exception {
    return Supervisor.await(supervisor.status(), SECONDS).size();
  }

  @Override
  public void scale(int to) throws Exception {
    Supervisor.await(supervisor.scale(to), SECONDS);
  }
}
