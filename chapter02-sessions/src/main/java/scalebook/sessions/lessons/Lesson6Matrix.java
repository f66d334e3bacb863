package scalebook.sessions.lessons;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
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
public final class Lesson6Matrix extends Lesson {
  @Option(names = "--workers", description = "clones of the site (default: 4, quick 3)")
  private int workers;

  @Option(names = "--users", description = "users of each strategy (default: 200, quick 60)")
  private int users;

  private int cells;
  private int mismatches;

  @Override
  protected void tell(Story story) throws Exception {
    workers = workers > 0 ? workers : either(4, 3);
    users = users > 0 ? users : either(200, 60);
    Matrix matrix = new Matrix(lab(), workers, users, 10);
    story.question("Of %d users of each strategy, how many percent are lost?", users);
    story.step(
        "measured / predicted, %d workers; where chance plays, ±%.0f points are allowed (5 σ at 1/2)",
        workers, 100 * matrix.tolerance(0.5));
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
