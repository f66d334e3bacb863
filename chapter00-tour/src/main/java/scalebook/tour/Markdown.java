package scalebook.tour;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * A chapter's text as HTML. Whatever stands in it is escaped; of raw HTML it knows {@code details}
 * and {@code br}. A command becomes a button, a term of the glossary explains itself.
 */
final class Markdown {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());
  private static final Pattern SUMMARY =
      Pattern.compile("<details><summary>(.*?)</summary>\\s*", Pattern.DOTALL);
  private static final Pattern RECORD = Pattern.compile("<!-- record: (\\./book .*?) -->\\s*");
  private static final Pattern COMMAND = Pattern.compile("\\./book (\\S+)((?: +[A-Za-z0-9.-]+)*)");
  private static final Pattern CHAPTER =
      Pattern.compile("\\.\\./chapter0([1-7])-[a-z]+/(?:README\\.md)?(#[\\w.-]+)?");
  private static final Pattern TERM = Pattern.compile("(?:\\.\\./)?GLOSSARY\\.md#([a-z])");

  private final Function<String, String> lessons;
  private final Function<String, String> meanings;
  private final String folder;
  private final boolean still;

  /**
   * @param lessons a lesson's number by its number or name; empty if there is none
   * @param meanings a term's sentence; empty if it has none
   * @param folder that links start from
   */
  Markdown(Function<String, String> lessons, Function<String, String> meanings, String folder) {
    this(lessons, meanings, folder, false);
  }

  private Markdown(
      Function<String, String> lessons,
      Function<String, String> meanings,
      String folder,
      boolean still) {
    this.lessons = lessons;
    this.meanings = meanings;
    this.folder = folder;
    this.still = still;
  }

  /** For a page that runs nothing: a recorded run can be replayed, chapters are pages. */
  static Markdown still(Function<String, String> meanings, String folder) {
    return new Markdown(name -> "", meanings, folder, true);
  }

  String html(String text) {
    Node document = Parser.builder().extensions(EXTENSIONS).build().parse(text);
    return HtmlRenderer.builder()
        .extensions(EXTENSIONS)
        .escapeHtml(true)
        .sanitizeUrls(true)
        .nodeRendererFactory(Ours::new)
        .build()
        .render(document);
  }

  private final class Ours implements NodeRenderer {
    private final HtmlNodeRendererContext context;
    private final HtmlWriter html;

    Ours(HtmlNodeRendererContext context) {
      this.context = context;
      this.html = context.getWriter();
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(
          Code.class,
          FencedCodeBlock.class,
          HtmlBlock.class,
          HtmlInline.class,
          Image.class,
          Link.class);
    }

    @Override
    public void render(Node node) {
      if (node instanceof Code code) {
        code(code.getLiteral());
      } else if (node instanceof FencedCodeBlock block) {
        block(block);
      } else if (node instanceof HtmlBlock raw) {
        raw(raw.getLiteral().strip());
      } else if (node instanceof HtmlInline raw) {
        raw(raw.getLiteral());
      } else if (node instanceof Link link) {
        link(link);
      } else if (node instanceof Image) {
        children(node); // its words; pictures come with the lessons
      }
    }

    private void code(String text) {
      if (!button(text)) {
        element("code", Map.of(), text);
      }
    }

    /** True when a lesson or a playground is meant. */
    private boolean button(String text) {
      Matcher command = COMMAND.matcher(text);
      if (!command.matches()) {
        return false;
      }
      String arguments = command.group(2).strip();
      String lesson = lessons.apply(command.group(1));
      if (still) {
        return false;
      }
      if (!lesson.isEmpty()) {
        element(
            "button", Map.of("class", "run", "data-lesson", lesson, "data-args", arguments), text);
      } else if (command.group(1).equals("play") && arguments.matches("[1-7]( --port \\d+)?")) {
        String number = arguments.substring(0, 1);
        element("button", Map.of("class", "run", "data-play", number), text);
      } else {
        return false;
      }
      return true;
    }

    private void block(FencedCodeBlock block) {
      html.line();
      boolean picture = block.getInfo().equals("mermaid");
      if (picture) {
        html.tag("details");
        element("summary", Map.of(), "The picture, in words");
      }
      html.tag("pre", Map.of("tabindex", "0"));
      for (String line : block.getLiteral().split("(?<=\n)")) {
        Matcher command =
            Pattern.compile("(\\./book \\S+(?: \\S+)*)(.*)", Pattern.DOTALL).matcher(line);
        if (picture || !command.matches() || !button(command.group(1))) {
          html.text(line);
        } else {
          html.text(command.group(2));
        }
      }
      html.tag("/pre");
      if (picture) {
        html.tag("/details");
      }
      html.line();
    }

    private void raw(String text) {
      Matcher summary = SUMMARY.matcher(text);
      Matcher record = RECORD.matcher(text);
      if (summary.matches()) {
        html.tag("details");
        element("summary", Map.of(), summary.group(1));
      } else if (text.equals("</details>")) {
        html.tag("/details");
      } else if (text.equals("<br>")) {
        html.tag("br");
      } else if (record.matches()) {
        html.tag("p", Map.of("class", "recorded"));
        code(record.group(1));
        if (still) {
          element("button", Map.of("type", "button", "class", "replay"), "replay");
        }
        html.tag("/p");
      } else if (!text.startsWith("<!--")) {
        html.text(text);
      }
    }

    private void link(Link link) {
      String to = link.getDestination();
      Matcher term = TERM.matcher(to);
      String words = words(link);
      String meaning = term.matches() ? meanings.apply(words) : "";
      if (!meaning.isEmpty()) {
        element(
            "dfn",
            Map.of("tabindex", "0", "data-meaning", meaning, "aria-description", meaning),
            words);
      } else if (to.matches("#[\\w.-]+")) {
        html.tag("a", Map.of("href", to, "data-anchor", to.substring(1)));
        children(link);
        html.tag("/a");
      } else if (still && CHAPTER.matcher(to).matches()) {
        html.tag("a", Map.of("href", CHAPTER.matcher(to).replaceFirst("$1.html$2")));
        children(link);
        html.tag("/a");
      } else if (!still && to.matches("src/[\\w/.-]+\\.(java|md)")) {
        html.tag("a", Map.of("href", "#", "data-source", folder + "/" + to));
        children(link);
        html.tag("/a");
      } else {
        children(link);
      }
    }

    private String words(Node node) {
      StringBuilder words = new StringBuilder();
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        words.append(
            child instanceof Text text
                ? text.getLiteral()
                : child instanceof Code code ? code.getLiteral() : words(child));
      }
      return words.toString();
    }

    private void children(Node node) {
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        context.render(child);
      }
    }

    private void element(String name, Map<String, String> attributes, String text) {
      html.tag(name, attributes);
      html.text(text);
      html.tag("/" + name);
    }
  }
}
