"""Build the tables of scenarios/kainuu from its source/ folder."""

from open_data.build import main
from open_data.regions import KAINUU

if __name__ == "__main__":
    main(KAINUU)
