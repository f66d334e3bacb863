package scalebook.book.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import scalebook.book.Glossary;

class TermsTest {
  private static final List<Glossary.Entry> GLOSSARY =
      Glossary.of(
          """
          - **lease**: a right. [4.5]
          - **orchestrator**: it leads. [7.4]
          - **relay**: it sends. [7.5]
          - **relay log**: a file. [4.4]
          - **time to live** (TTL): how long. [3.5]
          """);

  private static List<String> unlinked(String readme) {
    return Terms.unlinked(readme, GLOSSARY);
  }

  @Test
  void aFirstUseNeedsALinkToItsLetter() {
    assertThat(unlinked("A *[lease](../GLOSSARY.md#l)* ends.\n\nLeases end.\n")).isEmpty();
    assertThat(unlinked("A lease.\n\nA [lease](../GLOSSARY.md#l).\n"))
        .containsExactly("line 1: 'lease' is not linked: ../GLOSSARY.md#l");
    assertThat(unlinked("One.\nTwo [leases](../GLOSSARY.md#e).\n"))
        .containsExactly("line 2: 'lease' is not linked: ../GLOSSARY.md#l");
  }

  @Test
  void anotherNameIsAUseToo() {
    assertThat(unlinked("The TTL, or time\nto live.\n"))
        .containsExactly("line 1: 'time to live' is not linked: ../GLOSSARY.md#t");
    assertThat(unlinked("The [TTL](../GLOSSARY.md#t), or time to live.\n")).isEmpty();
  }

  @Test
  void aLongerTermHidesAShorterOne() {
    assertThat(unlinked("A [relay log](../GLOSSARY.md#r) is a file.\n")).isEmpty();
    assertThat(unlinked("A [relay log](../GLOSSARY.md#r) is no relay.\n"))
        .containsExactly("line 1: 'relay' is not linked: ../GLOSSARY.md#r");
  }

  @Test
  void recordedRunsCodeHeadingsAndOtherLinksAreNoUses() {
    assertThat(
            unlinked(
                """
                # A lease

                Read: [Lease](Lease.java), a lease

                Type `lease`, or see [the lease](Lease.java).

                ```mermaid
                lease
                ```
                <!-- record: ./book 4.5 -->
                a lease
                <!-- end -->
                """))
        .isEmpty();
  }

  @Test
  void aProductsNameIsNoUseButASentencesFirstWordIs() {
    assertThat(unlinked("Patroni, Orchestrator.\n\n| **Orchestrator** | x |\n")).isEmpty();
    assertThat(unlinked("It ends. Orchestrators die.\n")).hasSize(1);
    assertThat(unlinked("It ends.\n\n*Orchestrators* die.\n")).hasSize(1);
    assertThat(unlinked("| Orchestrator | x |\n")).hasSize(1);
  }
}
