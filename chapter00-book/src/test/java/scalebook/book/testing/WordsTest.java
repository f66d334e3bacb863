package scalebook.book.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordsTest {
  private static final String SECTION =
      """
      # A chapter

      ## 3.3 stampede: a popular key expires

      Read: [One](One.java) · pinned by [OneTest](OneTest.java)

      A popular key expires. A [lease](../GLOSSARY.md#l), a right that ends, lets one caller load.

      ```mermaid
      flowchart LR
        a. --> b.
      ```

      <!-- record: ./book stampede -->
      ```text
      ? Who loads?
      ```
      <!-- end -->

      **What it means.** One caller loads. The others wait.

      **Predict first:** `./book stampede --without lease`. How many
      will load?

      <details><summary>What happens, and why</summary>

      <!-- record: ./book stampede --without lease -->
      ```text
      ? Who loads?
      ```
      <!-- end -->

      Everybody loads.

      </details>

      <!-- without: 3.3 -->
      <!-- end -->

      **In production.** Memcached has leases.

      ## 3.4 stale-set: an overtaken reader

      Read: nothing.
      """;

  @TempDir Path root;

  private static List<String> section(String readme) {
    return Words.section(readme, "3.3", "stampede", true);
  }

  @Test
  void aClaimHasTwelveWordsAtMost() throws IOException {
    String report =
        """
        {"claims": [{"text": "polling `id > last` skips transactions that commit late", "held": true},
         {"text": "one two three four five six seven eight nine ten eleven twelve", "held": true},
         {"text": "one two three four five six seven eight nine ten eleven twelve thirteen"}]}
        """;
    assertThat(Words.claims(new ObjectMapper().readTree(report)))
        .singleElement()
        .asString()
        .contains("13 words")
        .endsWith("thirteen");
  }

  @Test
  void aSectionWithAllItsPartsIsFine() {
    assertThat(section(SECTION)).isEmpty();
    assertThat(section(SECTION.replace("\n", "\r\n"))).isEmpty();
  }

  @Test
  void aMissingPartIsNamed() {
    assertThat(section("# A chapter\n")).containsExactly("there is no section ## 3.3");
    for (String part :
        List.of(
            "Read: [One]",
            "<!-- record: ./book stampede -->",
            "**What it means.**",
            "**Predict first:**",
            "<details>",
            "<!-- record: ./book stampede --without",
            "</details>",
            "<!-- without: 3.3",
            "**In production.**")) {
      assertThat(section(SECTION.replace(part, "*gone*")))
          .as("without %s", part)
          .anyMatch(wrong -> wrong.startsWith("3.3 stampede: a popular key expires: "));
    }
    assertThat(section(SECTION.replace("will load?", "will load.")))
        .singleElement()
        .asString()
        .contains("a command and a question");
  }

  @Test
  void partsOutOfOrderAreNamed() {
    String late = SECTION.replace("**In production.** Memcached has leases.\n", "");
    String early = late.replace("**What it", "**In production.** Memcached.\n\n**What it");
    assertThat(section(early))
        .containsExactly("3.3 stampede: a popular key expires: **In production.** comes too early");
  }

  @Test
  void theConceptHasTwoOrThreeSentences() {
    assertThat(section(SECTION.replace("A popular key expires. ", "")))
        .singleElement()
        .asString()
        .contains("the concept has 1 sentences");
    assertThat(section(SECTION.replace("expires. A", "a. b. c. d. e. f. A")))
        .singleElement()
        .asString()
        .contains("the concept has 7 sentences");
  }

  @Test
  void outputHasFifteenLinesAndAMatrixTwentyFive() {
    assertThat(section(longer("\n✔ a claim", 15)))
        .as("a proof may have four more")
        .singleElement()
        .asString()
        .contains("16 lines, at most 15");
    assertThat(section(longer("\n✔ a claim", 19)))
        .hasSize(2)
        .anyMatch(wrong -> wrong.contains("20 lines, at most 19"));
    assertThat(section(longer("\n    a note", 15))).as("no matrix").hasSize(1);
    assertThat(section(longer("\n    a row  1  2", 15))).as("a matrix").isEmpty();
  }

  private static String longer(String line, int times) {
    return SECTION.replace("? Who loads?", "? Who loads?" + line.repeat(times));
  }

  @BeforeEach
  void project() throws IOException {
    write("chapter03-x/README.md", SECTION);
    write("chapter03-x/One.md", "# 3.2 One\n\nDo it.\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> glossary(String text) throws IOException {
    write(
        "GLOSSARY.md",
        "# Words\n\n"
            + text
            + "\n[3.3]: chapter03-x/README.md#33-stampede-a-popular-key-expires\n"
            + "[exercise 3.2]: chapter03-x/One.md\n");
    return Words.glossary(root);
  }

  @Test
  void aGlossaryIsJudgedEntryByEntry() throws IOException {
    assertThat(glossary("## A\n\n- **apple** (A): a fruit. [3.3], [exercise 3.2]\n")).isEmpty();
    assertThat(glossary("## A\n\n- **apple**: a fruit. [3.3]\n- **ant**: it runs. [3.3]\n"))
        .containsExactly("'ant' stands after 'apple'");
    assertThat(glossary("## A\n\n- **apple**: a fruit. It is red. [3.3]\n"))
        .containsExactly("'apple' is not told in one sentence");
    assertThat(glossary("## A\n\n- **bee**: it flies. [3.3]\n"))
        .containsExactly("'bee' does not stand under its letter");
    assertThat(glossary("## A\n\n- **ant**: it runs\n"))
        .containsExactly("1 of 1 entries cannot be read");
    assertThat(glossary("## A\n\n- **ant**: it runs. [3.9]\n"))
        .containsExactly("GLOSSARY.md: [3.9] leads nowhere");
  }

  @Test
  void aLinkFollowsItsHeading() throws IOException {
    glossary("## A\n\n- **ant**: it runs. [3.3], [exercise 3.2]\n");
    write("chapter03-x/README.md", "## 3.3 stampede: who loads?\n");
    write("chapter03-x/One.md", "# 3.1 One\n\nDo it.\n");
    assertThat(Words.glossary(root))
        .hasSize(2)
        .anyMatch(wrong -> wrong.endsWith("now it is chapter03-x/README.md#33-stampede-who-loads"))
        .anyMatch(wrong -> wrong.contains("[exercise 3.2]: there is none in"));
    write("README.md", "[a](chapter03-x/README.md#nowhere), [b](chapter09/README.md#b)\n");
    assertThat(Words.links(root, "README.md")).hasSize(2);
  }
}
