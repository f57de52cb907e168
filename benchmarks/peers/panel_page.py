import pandas as pd  # noqa: F401 - every peer's page imports it
import panel as pn

pn.extension()
answer = pn.pane.HTML("pick")
buttons = [pn.widgets.Button(name=f"choice {number}") for number in range(4)]
for button in buttons:
    button.on_click(lambda event: setattr(answer, "object", f"<b>{event.obj.name} picked</b>"))
pn.Column("# Lesson", *buttons, answer).servable()
