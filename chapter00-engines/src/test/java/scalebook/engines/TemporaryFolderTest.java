package scalebook.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import scalebook.engines.process.Home;
import scalebook.engines.process.Workspace;

/** A starting MariaDB removes temporary tables from its temporary folder, whoever made them. */
class TemporaryFolderTest {
  private static final int TEMPLATES = 100;
  private static final int AT_A_TIME = 4;

  @TempDir Path folder;

  private static Binary binary() {
    var found = new Binaries(Home.ofUser()).embeddedMySql();
    assumeThat(found).as("an embedded database on this platform").isPresent();
    return found.get();
  }

  @Test
  void eachServerHasATemporaryFolderOfItsOwn() throws Exception {
    Binary binary = binary();
    Home home = Home.ofUser();
    try (Workspace workspace = Workspace.open(home)) {
      Servers servers = new ProcessServers(home, workspace, "secret", () -> binary, () -> binary);
      try (MySql one = servers.mysql("one", List.of());
          MySql two = servers.mysql("two", List.of())) {
        one.start();
        two.start();
        assertThat(temporary(one)).startsWith(workspace.path()).exists();
        assertThat(temporary(two)).startsWith(workspace.path()).isNotEqualTo(temporary(one));
      }
    }
  }

  private static Path temporary(MySql server) throws Exception {
    try (Connection connection = server.connect()) {
      return Path.of(
          Sql.first(connection, row -> row.getString(1), "SELECT @@tmpdir").orElseThrow());
    }
  }

  /** First starts of many users at the same time; one in fifteen died of it. */
  @Test
  @EnabledIfSystemProperty(named = "scalebook.full", matches = "true")
  void manyTemplatesAtATimeAreAllMade() throws Exception {
    Binary binary = binary();
    ExecutorService makers = Executors.newFixedThreadPool(AT_A_TIME);
    List<Callable<Path>> makings = new ArrayList<>();
    for (int i = 0; i < TEMPLATES; i++) {
      Home home = new Home(folder.resolve("home" + i));
      makings.add(
          () -> {
            Path template = home.folder().resolve("template");
            new Template(home, binary).make(template);
            boolean whole = Files.exists(template.resolve("mysql/db.frm"));
            Home.delete(home.folder());
            return whole ? template : null;
          });
    }
    List<String> failures = new ArrayList<>();
    for (Future<Path> making : makers.invokeAll(makings)) {
      try {
        assertThat(making.get()).isNotNull();
      } catch (Exception e) {
        failures.add(e.getCause().getMessage());
      }
    }
    makers.shutdown();
    assertThat(failures).as("of %d makings", TEMPLATES).isEmpty();
  }
}
