package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scalebook.book.Glossary;

class MarkdownTest {
  private static final Terms TERMS =
      new Terms(
          List.of(
              new Glossary.Entry("clone", "", "one of several.", List.of()),
              new Glossary.Entry("retry", "", "a second try.", List.of())));

  private static String html(String text) {
    return new Markdown(
            name -> name.equals("clones") || name.equals("1.1") ? "1.1" : "",
            TERMS::meaning,
            "chapter01-cloning")
        .html(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[a](javascript:alert(1))",
        "<details><summary><img src=x onerror=alert(1)></summary>",
        "<details open ontoggle=alert(1)>",
        "`<img src=x>`",
        "![a](https://evil.test/a.png)"
      })
  void whatATextBringsIsEscaped(String text) {
    assertThat(html(text)).doesNotContain("<script", "<img", "javascript:", "<details open");
  }

  @Test
  void aCommandIsAButtonAndAnotherOneIsCode() {
    assertThat(html("`./book clones --without spread`"))
        .contains("data-lesson=\"1.1\"")
        .contains("data-args=\"--without spread\"")
        .contains(">./book clones --without spread</button>");
    assertThat(html("<!-- record: ./book 1.1 -->")).contains("data-lesson=\"1.1\"");
    assertThat(html("`./book play 3`")).contains("data-play=\"3\"");
    assertThat(html("`./book doctor`")).contains("<code>./book doctor</code>");
  }

  @Test
  void aTermTellsWhatItMeansInWhicheverForm() {
    assertThat(html("[clones](../GLOSSARY.md#c)"))
        .contains("data-meaning=\"clone: one of several.\"");
    assertThat(html("[retries](../GLOSSARY.md#r)"))
        .contains("data-meaning=\"retry: a second try.\"");
    assertThat(html("[nothing](../GLOSSARY.md#n)")).doesNotContain("dfn").contains("nothing");
  }

  @Test
  void aSourceIsOneClickAway() {
    assertThat(html("[Policy](src/main/java/scalebook/Policy.java)"))
        .contains("data-source=\"chapter01-cloning/src/main/java/scalebook/Policy.java\"");
    assertThat(html("[up](../../etc/passwd)")).doesNotContain("passwd");
  }
}
