package scalebook.cloning.stage.names;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import scalebook.cloning.dns.Entry;
import scalebook.cloning.dns.Zone;
import scalebook.engines.process.Platform;
import scalebook.lab.story.Story;

/** What others read in our answers and in our zone's file: dnsjava, dig, named-checkzone. */
public final class Independent {
  private static final long SECONDS = 20;

  private final Zone zone;
  private final int port;
  private final List<String> differences = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private int asked;

  private Independent(Zone zone, int port) {
    this.zone = zone;
    this.port = port;
  }

  /** Compares every record set of a zone with what each of them reads. */
  public static Independent compare(Zone zone, int port, Path folder) throws Exception {
    Independent all = new Independent(zone, port);
    Asking dnsjava = new Asking(port);
    Optional<Path> dig = Platform.find("dig");
    if (dig.isEmpty()) {
      all.missing.add("dig");
    }
    for (List<Entry> set : all.sets()) {
      Entry first = set.get(0);
      List<String> right = set.stream().map(Entry::data).sorted().toList();
      all.check("dnsjava", first, right, all.read(dnsjava, first));
      if (dig.isPresent()) {
        all.check("dig", first, right, all.dig(dig.get(), first));
      }
    }
    all.zoneFile(folder);
    return all;
  }

  private List<List<Entry>> sets() {
    return zone.entries().stream()
        .collect(Collectors.groupingBy(e -> e.name() + e.type()))
        .values()
        .stream()
        .toList();
  }

  private List<String> read(Asking dnsjava, Entry entry) {
    try {
      return dnsjava.data(entry.name(), entry.type());
    } catch (IOException unanswered) {
      return List.of("no answer");
    }
  }

  private List<String> dig(Path dig, Entry entry) throws Exception {
    List<String> command =
        List.of(
            dig.toString(),
            "@127.0.0.1",
            "-p",
            String.valueOf(port),
            "+short",
            "+tries=2",
            "+time=3");
    return run(command, entry.type().toString(), entry.name()).lines().sorted().toList();
  }

  private void zoneFile(Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("zone"), zone.file());
    Optional<Path> checker =
        Platform.find("named-checkzone").or(() -> existing(Path.of("/usr/sbin/named-checkzone")));
    if (checker.isEmpty()) {
      missing.add("named-checkzone");
      return;
    }
    asked++;
    String said = run(List.of(checker.get().toString()), zone.origin(), file.toString());
    if (!said.strip().endsWith("OK")) {
      differences.add("named-checkzone: " + said);
    }
  }

  private static Optional<Path> existing(Path path) {
    return Optional.of(path).filter(Files::isExecutable);
  }

  private static String run(List<String> command, String... more) throws Exception {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(SECONDS, TimeUnit.SECONDS);
    return said;
  }

  private void check(String who, Entry entry, List<String> right, List<String> read) {
    asked++;
    if (!read.equals(right)) {
      differences.add("%s, %s %s: %s".formatted(who, entry.name(), entry.type(), read));
    }
  }

  public List<String> differences() {
    return differences;
  }

  /** What fits into no table; what differs comes first. */
  public void tell(Story story, NewName fresh) {
    differences.forEach(difference -> story.event("independent", difference));
    story.figure("disagreements", differences.size());
    String lacks = missing.isEmpty() ? "" : "; not installed: " + String.join(", ", missing);
    String text =
        "%d answers compared, %d differ%s; a new name is seen %d s late, after %d queries";
    story.note(text, asked, differences.size(), lacks, fresh.late(), fresh.queries());
  }
}
