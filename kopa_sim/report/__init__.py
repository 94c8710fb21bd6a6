"""What people see of a run: tables, workbook, figures, web page, and the folder that holds them.

``tables.build_tables`` gives the tidy tables of a result; ``run_folder.write_run`` writes everything.
"""
