"""Build the tables of scenarios/jyvaskyla from its source/ folder."""

from open_data.build import main
from open_data.regions import JYVASKYLA

if __name__ == "__main__":
    main(JYVASKYLA)
