"""The tabs below the app's map: each draws itself from a selection with Streamlit's widgets.

Text from the data or from a reader goes to widgets that show it as it is, never through Markdown.
"""
