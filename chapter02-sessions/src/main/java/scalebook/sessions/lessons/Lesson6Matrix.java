package scalebook.sessions.lessons;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.sessions.stage.Fault;
import scalebook.sessions.stage.Matrix;
import scalebook.sessions.stage.Strategy;

/**
 * Every way to keep sessions under every fault: who is lost, as predicted and as measured?
 *
 * <p>Each row is one fault, befallen once while users of all strategies are logged in. A cell says
 * which share of them does not find what they left.
 *
 * <pre>./book matrix --workers 3</pre>
 */
@Command(name = "matrix", description = "every strategy under every fault: who is lost?")
@Idea(
    value = {Strategy.class, Fault.class},
    test = "stage.FaultTest")
public final class Lesson6Matrix extends Lesson {
  @Option(names = "--workers", description = "clones of the site (default: ${DEFAULT-VALUE})")
  private Size workers = size(4, 3);

  @Option(names = "--users", description = "users of each strategy (default: ${DEFAULT-VALUE})")
  private Size users = size(200, 60);

  private int cells;
  private int mismatches;

  @Override
  protected void tell(Story story) throws Exception {
    Matrix matrix = new Matrix(lab(), workers.get(), users.get(), 10);
    story.question("Of %d users of each strategy, how many percent are lost?", users.get());
    story.step(
        "measured / predicted, %d workers; where chance plays, ±%.0f points are allowed (5 σ at 1/2)",
        workers.get(), 100 * Matrix.tolerance(0.5, users.get()));
    List<String> columns = new ArrayList<>(List.of("fault"));
    List.of(Strategy.values()).forEach(strategy -> columns.add(strategy.toString()));
    Story.Table table = story.table(columns.toArray(String[]::new));
    matrix.measure((fault, row) -> tell(story, table, fault, row));
    story.figure("cells", cells);
    story.figure("mismatches", mismatches);
    story.claim(
        "every cell agrees with its prediction",
        cells == Fault.values().length * Strategy.values().length && mismatches == 0);
  }

  private void tell(Story story, Story.Table table, Fault fault, Map<Strategy, Matrix.Cell> row) {
    List<Object> texts = new ArrayList<>(List.of(fault.label()));
    row.forEach(
        (strategy, cell) -> {
          cells++;
          mismatches += cell.agrees() ? 0 : 1;
          story.figure("lost." + fault.key() + "." + strategy, cell.measured());
          texts.add(
              "%.0f / %.0f%s"
                  .formatted(
                      100 * cell.measured(), 100 * cell.predicted(), cell.agrees() ? "" : " ✘"));
        });
    table.row(texts.toArray());
  }

  public static void main(String[] args) {
    run(new Lesson6Matrix(), args);
  }
}
