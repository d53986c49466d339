"""The runner of documents, without a platform."""

import os
import pathlib
import tempfile
import unittest

import guide
from guide import Block


def document(*parts):
    return "# A title\n\n" + "\n".join(parts)


def bash(text):
    return f"```bash\n{text}\n```"


def python(text):
    return f"```python\n{text}\n```"


def shown(text):
    return f"```text\n{text}\n```"


class Blocks(unittest.TestCase):
    def test_commands_come_in_their_order_with_what_they_print(self):
        text = document("Say it:", bash("echo moin"), shown("moin"), "then", python("x = 1\ny = 2"), "and", bash("true"))
        self.assertEqual(
            guide.blocks(text),
            [Block("bash", 4, "echo moin\n", "moin\n"), Block("python", 11, "x = 1\ny = 2\n"), Block("bash", 16, "true\n")],
        )

    def test_blank_lines_may_stand_before_what_is_printed(self):
        self.assertEqual(guide.blocks(document(bash("echo a"), "", shown("a")))[0].printed, "a\n")

    def test_code_in_the_text_is_no_block(self):
        self.assertEqual(guide.blocks(document("`one` and ``two``", "    indented")), [])

    def test_output_of_nothing_is_refused(self):
        for text in (document(shown("a")), document(bash("echo a"), "prints", shown("a")), document(bash("echo a"), shown("a"), shown("b"))):
            with self.assertRaisesRegex(guide.GuideError, "follows no block"):
                guide.blocks(text)

    def test_a_block_that_would_not_be_run_is_refused(self):
        for language in ("", "sh", "json", "bash ignore"):
            with self.assertRaisesRegex(guide.GuideError, "line 3: a block is bash, python or text"):
                guide.blocks(document(f"```{language}\nrm x\n```"))

    def test_a_block_without_an_end_is_refused(self):
        with self.assertRaisesRegex(guide.GuideError, "line 3: this block has no end"):
            guide.blocks(document("```bash\necho a"))


class Agrees(unittest.TestCase):
    def test_all_that_is_printed_counts(self):
        self.assertTrue(guide.agrees("a\nb\n", "a\nb"))
        self.assertTrue(guide.agrees("a  \nb\n\n", "a\nb\n"))
        self.assertTrue(guide.agrees("", ""))
        for printed in ("a\n", "a\nb\nc\n", "b\na\n", "a\n\nb\n", "aa\nb\n", ""):
            self.assertFalse(guide.agrees(printed, "a\nb"), printed)

    def test_an_ellipsis_stands_for_anything_on_its_line(self):
        self.assertTrue(guide.agrees('{"id": "17"}\n', '{"id": "…"}'))
        self.assertTrue(guide.agrees("0.5 EUR\n", "… EUR"))
        self.assertFalse(guide.agrees('{"id": "17"}\n{"id": "18"}\n', '{"id": "…"}'))
        self.assertFalse(guide.agrees("0.5 USD\n", "… EUR"))

    def test_a_line_of_an_ellipsis_stands_for_any_lines(self):
        for printed in ("a\nz\n", "a\nb\nz\n", "a\nb\n\nc\nz\n"):
            self.assertTrue(guide.agrees(printed, "a\n…\nz"), printed)
        self.assertFalse(guide.agrees("a\nb\n", "a\n…\nz"))
        self.assertTrue(guide.agrees("", "…"))

    def test_signs_of_patterns_stand_for_themselves(self):
        self.assertTrue(guide.agrees("[0.5] (a*)\n", "[0.5] (a*)"))
        self.assertFalse(guide.agrees("[0x5] (a*)\n", "[0.5] (a*)"))


class Run(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_it(self, *parts, limit=60):
        file = self.folder / "some.md"
        file.write_text(document(*parts))
        told = []
        guide.run(file, limit, False, told.append)
        return told

    def fails(self, says, *parts, limit=60):
        with self.assertRaisesRegex(guide.GuideError, says) as raised:
            self.run_it(*parts, limit=limit)
        return str(raised.exception)

    def test_each_session_keeps_what_its_blocks_leave(self):
        told = self.run_it(
            bash(f'a=1; say() {{ echo "$1 $a"; }}; cd {self.folder}; export SHOWN=yes HIDDEN="two\nlines"'),
            python("import os\nx = os.environ['SHOWN']"),
            bash("say moin; a=2"),
            shown("moin 1"),
            python("print(x, os.getcwd(), os.environ['HIDDEN'])"),
            shown(f"yes {os.path.realpath(self.folder)} two\nlines"),
            bash('say again; [ "$PWD" = "' + str(self.folder) + '" ]'),
            shown("again 2"),
        )
        self.assertEqual(len(told), 5)

    def test_a_function_of_a_block_has_its_source(self):
        self.run_it(python("import inspect\ndef f():\n    return 1\nprint(inspect.getsource(f))"), shown("def f():\n    return 1"))

    def test_a_command_that_fails_ends_it_and_is_told(self):
        told = self.fails("some.md:3 failed", bash("echo before; false; echo after"), bash(f"touch {self.folder}/late"))
        self.assertIn("before", told.splitlines())
        self.assertNotIn("after", told.splitlines())
        self.assertFalse((self.folder / "late").exists())

    def test_a_failure_in_a_pipe_and_a_name_that_is_not_set_are_failures(self):
        self.fails("some.md:3 failed", bash("false | cat"))
        self.assertIn("unbound", self.fails("some.md:3 failed", bash("echo $nobody_set_it")))
        self.fails("some.md:3 failed", bash("exit 3"))

    def test_an_exception_ends_it_and_is_told(self):
        self.assertIn("ZeroDivisionError", self.fails("some.md:3 failed", python("1 / 0")))

    def test_other_output_than_shown_ends_it_and_both_are_told(self):
        told = self.fails("some.md:3 printed something else", bash("echo ahoi"), shown("moin"))
        self.assertIn("moin\n", told)
        self.assertIn("ahoi\n", told)

    def test_output_that_is_not_shown_does_not_matter(self):
        self.assertEqual(len(self.run_it(bash("echo anything; echo else >&2"))), 1)

    def test_what_takes_too_long_is_ended(self):
        self.fails("was not done when 1 s were over", bash("sleep 600"), limit=1)


class Guide(unittest.TestCase):
    def test_the_guide_of_data_scientists_has_commands_of_both_kinds_and_shows_their_output(self):
        found = guide.blocks((pathlib.Path(__file__).parents[2] / "docs/data-scientist-guide.md").read_text())
        self.assertEqual({block.language for block in found}, {"bash", "python"})
        self.assertGreater(sum(block.printed is not None for block in found), len(found) / 2)


if __name__ == "__main__":
    unittest.main()
