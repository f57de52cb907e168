"""The step of a release that records a lesson's cells: a lesson may get new ones while its submissions are graded."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader import api
from nbgrader.preprocessors import SaveCells


class SaveAddedCells(SaveCells):  # type: ignore[misc] # nbgrader has no types
    """Records a lesson's cells in the gradebook, where nbgrader's own step would refuse any that submissions lack.

    A new version of the course may put another exercise into a lesson that a cohort is taking. Its cells join the
    gradebook, and every submission gets an empty grade for each of them, as nbgrader gives a new submission. What was
    graded stays as it is. Cells that are gone are still refused, because their grades would go with them.
    """

    def _create_notebook(self, nb: NotebookNode) -> None:
        notebook_row = (
            self.gradebook.db.query(api.Notebook)
            .join(api.Assignment, api.Notebook.assignment_id == api.Assignment.id)
            .filter(api.Assignment.name == self.assignment_id, api.Notebook.name == self.notebook_id)
            .one_or_none()
        )
        if notebook_row is not None and notebook_row.submissions:
            self._add_cells(notebook_row)
        super()._create_notebook(nb)

    def _add_cells(self, notebook: api.Notebook) -> None:
        """Add the cells that the notebook's rows lack, and an empty grade or comment for each submission of it."""
        where = (self.notebook_id, self.assignment_id)
        for name in self.new_grade_cells.keys() - {cell.name for cell in notebook.grade_cells}:
            added = self.gradebook.add_grade_cell(name, *where, **self.new_grade_cells[name])
            self._fill(api.Grade, added, notebook)
        for name in self.new_solution_cells.keys() - {cell.name for cell in notebook.solution_cells}:
            added = self.gradebook.add_solution_cell(name, *where, **self.new_solution_cells[name])
            self._fill(api.Comment, added, notebook)
        for name in self.new_source_cells.keys() - {cell.name for cell in notebook.source_cells}:
            self.gradebook.add_source_cell(name, *where, **self.new_source_cells[name])

    def _fill(self, table: type[api.Grade | api.Comment], cell: api.BaseCell, notebook: api.Notebook) -> None:
        self.gradebook.db.add_all(table(cell_id=cell.id, notebook_id=book.id) for book in notebook.submissions)
        self.gradebook.db.commit()
